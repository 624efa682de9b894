"""Tables, typed. No rules, no queries."""

from course.models.asking import AddressChange, AwaitedPerson
from course.models.audit import AuditEntry
from course.models.base import db
from course.models.calendars import OwnDays, PublishedYear
from course.models.conduct import CodeClause, CodeOfConduct, ConductSignature, SignedText
from course.models.facts import (
    Answer,
    Assignment,
    Attempt,
    Duty,
    DutyReason,
    DutyRelief,
    Enrolment,
    LessonVisit,
    Regrade,
    Sitting,
)
from course.models.lists import ListWord, WaitingList
from course.models.measuring import (
    Measurement,
    MeasurementAnswer,
    MeasurementSkip,
    SchoolMeasuring,
)
from course.models.meetings import Meeting, MeetingPresence, MeetingReply
from course.models.messages import (
    CalendarAddress,
    Job,
    JobPiece,
    MailFate,
    MailStop,
    Reminder,
    Unreached,
    WorkerLife,
)
from course.models.people import (
    Board,
    BoardDetails,
    BoardValue,
    Membership,
    Person,
    PersonDetails,
    RoleGrant,
    School,
    SchoolDetails,
    SchoolSight,
    SchoolValue,
    Team,
    TeamDetails,
)
from course.models.projections import (
    LessonCompletion,
    ModuleProgress,
    PastModuleProgress,
    PastProgress,
    Progress,
    SchoolSummary,
)
from course.models.proof import Certificate, CertificateWithdrawal, NormRow, RecordLook
from course.models.published import Publication, Release, ReleaseLesson
from course.models.questions import SeenReport, TrainerQuestion
from course.models.refreshing import Refresher, RefresherAnswer, RefresherPlan, RefresherStop
from course.models.schedules import FileSchedule, ScheduledMail
from course.models.school_list import ListedBoard, ListedSchool, SchoolCode
from course.models.signing_in import Mail, Password, SignedInBrowser, SignInLink, Throttle
from course.models.study_days import StudyDay, StudyPresence, StudyVote

__all__ = [
    "AddressChange",
    "Answer",
    "Assignment",
    "Attempt",
    "AuditEntry",
    "AwaitedPerson",
    "Board",
    "BoardDetails",
    "BoardValue",
    "CalendarAddress",
    "Certificate",
    "CertificateWithdrawal",
    "CodeClause",
    "CodeOfConduct",
    "ConductSignature",
    "Duty",
    "DutyReason",
    "DutyRelief",
    "Enrolment",
    "FileSchedule",
    "Job",
    "JobPiece",
    "LessonCompletion",
    "LessonVisit",
    "ListWord",
    "ListedBoard",
    "ListedSchool",
    "Mail",
    "MailFate",
    "MailStop",
    "Measurement",
    "MeasurementAnswer",
    "MeasurementSkip",
    "Meeting",
    "MeetingPresence",
    "MeetingReply",
    "Membership",
    "ModuleProgress",
    "NormRow",
    "OwnDays",
    "Password",
    "PastModuleProgress",
    "PastProgress",
    "Person",
    "PersonDetails",
    "Progress",
    "Publication",
    "PublishedYear",
    "RecordLook",
    "Refresher",
    "RefresherAnswer",
    "RefresherPlan",
    "RefresherStop",
    "Regrade",
    "Release",
    "ReleaseLesson",
    "Reminder",
    "RoleGrant",
    "ScheduledMail",
    "School",
    "SchoolCode",
    "SchoolDetails",
    "SchoolMeasuring",
    "SchoolSight",
    "SchoolSummary",
    "SchoolValue",
    "SeenReport",
    "SignInLink",
    "SignedInBrowser",
    "SignedText",
    "Sitting",
    "StudyDay",
    "StudyPresence",
    "StudyVote",
    "Team",
    "TeamDetails",
    "Throttle",
    "TrainerQuestion",
    "Unreached",
    "WaitingList",
    "WorkerLife",
    "db",
]
