"""What every RPC touches, and where a case is touched who may do it, for
access_oracle.py: said anew, from proto/ and from what the documents say of
rights. A new RPC needs a row in OPEN or RESTRICTED. Standard library only."""

from case_rules import ALL

FOLLOW_UP, MEETING, REVIEW, OVERSIGHT = "1", "2", "3", "4"
CHANGE = {FOLLOW_UP, MEETING}
LOOK = {FOLLOW_UP, MEETING, REVIEW}

# Of every RPC: what it touches. Without records about persons the permission is
# all there is of a right, but for PARTIES below. (That whoever proposed an
# amendment may not approve it, or that nobody appoints himself, depends on the
# document and on what is stored: FAILED_PRECONDITION, in the tests of those.)
OPEN = {
    "entente.common.v1": {
        "AccessService": "ExplainAccess ExplainMyAccess",
        "AuditService": "ApproveAuditResolution CreateAuditCheckpoint "
        "GetAuditResolution GetAuditStatement ListAuditCheckpoints "
        "ListAuditEntries ProveAuditConsistency ProveAuditEntry "
        "RequestAuditResolution",
        "EventService": "DeliverEvents",
        "OutboxService": "ListOutboxes ListSetAsideEvents RetrySetAsideEvent "
        "SetStuckEventAside",
    },
    "entente.conventions.v1": {
        "BudgetChangeService": "CreateBudgetChange CreateGrantChange "
        "ListBudgetChanges",
        "BudgetService": "AcknowledgeZonePayment CancelZonePayment "
        "CreateEvidence CreateExpense "
        "CreateLine CreateReservation ExecuteZonePayment ExpireReservations "
        "GetRegulationProfile ListEnvelopes ListExpenses ListLedgerEntries "
        "ListLines ListReservations ListZonePayments OrderZonePayment "
        "ReverseZoneAcknowledgement VoidReservation",
        "EvidenceService": "ListEvidence WithdrawEvidence",
        "RecountService": "GetPastPositions RecountLedger",
        "PostingService": "BatchPost",
        "ClaimService": "CreateClaim DecideClaim GetClaim ListClaims "
        "ReverseClaimDecision SubmitClaim WithdrawClaim",
        "ClaimRevisionService": "CreateClaimRevision ListClaimRevisions",
        "FederalPaymentService": "CreateFederalPayment ListFederalPayments "
        "ReverseFederalPayment",
        "AmendmentService": "ApplyAmendment ApproveAmendment CreateAmendment "
        "DiffConventionVersions ListAmendments WithdrawAmendment",
        "DossierService": "ApplySubmissionAnswer FetchSubmissionAnswer "
        "SendSubmission SubmitDossier WithdrawSubmission",
        "IntakeService": "DecideSubmission GetSubmissionAnswer "
        "ReceiveSubmission",
        "SubmissionService": "GetSubmission ListSubmissionKeys "
        "ListSubmissions ReadSubmissionFile RotateSubmissionKey "
        "SearchSubmittedNodes",
        "ControlService": "AnswerControlRequest CloseControlRequest "
        "ListControlRequests OpenControlRequest",
        "LifeService": "CloseConvention CreateConventionFact "
        "ListConventionFacts SettleConvention",
        "OrganisationService": "CreateOrganisation ListOrganisationVersions "
        "ListOrganisations UpdateOrganisation",
        "DotationService": "CreateDotation CreateDotationKey "
        "ListDotationKeys ListDotations",
        "ProgressService": "ApproveProgressStatement CreateProgressStatement "
        "ListProgressStatements",
        "ReviewService": "AdoptProfile PromoteResult ResolveFinding "
        "ReverseFindingResolution ReversePromotion TranslateNode",
        "CreditNoteService": "CreateCreditNote ListCreditNotes "
        "WithdrawCreditNote",
        "ExpenseCorrectionService": "CorrectExpense ListExpenseCorrections",
        "ConventionService": "DeleteConvention GetConvention "
        "ImportConvention ListConventions ListMeasureDefinitions SearchNodes",
    },
    "entente.exchange.v1": {
        "MeetingService": "CreateMeeting GetMeeting HoldMeeting ListMeetings",
        # Public offices and who holds them: no record about a subject.
        "OfficeService": "CreateOfficeHolder ListOfficeHolders "
        "RevokeOfficeHolder",
    },
    "entente.indicators.v1": {
        "ActivityService": "CreateActivity GetActivity ListActivities "
        "ListActivityTypes UpdateActivity WithdrawActivity",
        "ContextService": "AddContextFigures CreateContextSeries "
        "ListContextSeries ListContextSeriesVersions QueryContext "
        "UpdateContextSeries WithdrawContextFigure",
        "DefinitionService": "ListAreas ListIndicators ListMeasures "
        "ListTargetVersions SetTarget",
        "IngestService": "BatchGetEventCounts GetIngestSession Ingest "
        "IngestOnBehalf ListIngestSessions ListRejections",
        "LocalMeasureService": "CreateLocalMeasure GetLocalMeasure "
        "ListLocalMeasureVersions ListLocalMeasures UpdateLocalMeasure",
        "MeasureRuleService": "CreateMeasureRule GetMeasureRule "
        "ListMeasureRuleVersions ListMeasureRules UpdateMeasureRule",
        "MeasureSettingsService": "GetMeasureSettings "
        "ListMeasureSettingsVersions UpdateMeasureSettings",
        "PeriodService": "AdoptCalendar ApprovePeriod ApprovePeriodException "
        "ApprovePeriodReopening BatchGetPeriodVersions CheckPeriod "
        "ConfirmPeriod ConfirmPeriodOnBehalf EndPeriodException "
        "EndPeriodReopening GetCalendar GetPeriod "
        "GetPeriodOnBehalf GetPeriodVersion ListCalendars "
        "ListPeriodVersions ListPeriods RejectPeriod ReopenPeriod "
        "RequestPeriodException",
        "RecountService": "RecountFigures",
        # To whom a release is shown depends on what is stored: NOT_FOUND.
        "ReleaseService": "CreateRelease FreezeRelease GetRelease "
        "ListReleases WithdrawRelease",
        "SeriesService": "QueryAchievement QuerySeries WatchSeries",
        "StatementService": "GetStatement ListStatementVersions "
        "UpdateStatement",
    },
}
# ... and where a case is touched: purposes for which it may be done at all, and
# the relations that allow it ("office": holding the chair's office). After "#"
# what the same call asks besides.
CASES = "entente.exchange.v1.CaseService/"
WORK = {"contributor", "chair"}
RESTRICTED = {
    "CreateCase": ({FOLLOW_UP}, "office"),
    "GetCase": (LOOK, ALL),
    "WatchCase": (LOOK, ALL),
    "CreateFollowUpEntry": (CHANGE, WORK),
    "CreateCaseGrant": (CHANGE, WORK),
    "ListCaseGrants": (LOOK, WORK),
    "RevokeCaseGrant": (LOOK, WORK),
    # Of one person and one case, to who may list its rights.
    "ExplainCaseAccess": (LOOK, WORK),
    # Kept by its author for himself and the chair.
    "GetCase#read_originator": (LOOK, {"chair"}),
    "WatchCase#read_originator": (LOOK, {"chair"}),
    # Conflicts of interest, and the right of the office: the chair's to say.
    "CreateCaseGrant#forbid": (CHANGE, {"chair"}),
    "RevokeCaseGrant#revoke_guarded": (LOOK, {"chair"}),
}

# RPCs without a case that ask besides who the caller is to what he names: of
# persons, those to whom it is permitted, and what others and programs are told.
RESOLUTION = "entente.common.v1.AuditService/"
PARTIES = {
    # A source is the account that delivers.
    "entente.indicators.v1.IngestService/Ingest": (
        {"owner"}, "SOURCE_NOT_YOURS", "SOURCE_NOT_YOURS"
    ),
    # Whoever delivers for a source is not that source.
    "entente.indicators.v1.IngestService/IngestOnBehalf": (
        {"second", "other"}, "SOURCE_IS_YOURS", "ON_BEHALF_NEEDS_ACCOUNT"
    ),
    # Naming a person takes two, and what they learn is theirs.
    RESOLUTION + "RequestAuditResolution": (
        {"owner", "second", "other"}, "", "AUDIT_PERSON_NEEDED"
    ),
    RESOLUTION + "ApproveAuditResolution": (
        {"second", "other"}, "AUDIT_SECOND_PERSON_NEEDED", "AUDIT_PERSON_NEEDED"
    ),
    RESOLUTION + "GetAuditStatement": (
        {"owner", "second"}, "AUDIT_NOT_YOURS", "AUDIT_PERSON_NEEDED"
    ),
}
# Programs that deliver for one municipality each: the one whose dossier it is,
# another that is registered, one that is not. What each is told.
INTAKE = "entente.conventions.v1.IntakeService/"
SENDERS = {"owner": "", "second": "MUNICIPALITY_NOT_SENDER",
           "other": "MUNICIPALITY_UNKNOWN"}
SENDER_PARTIES = {INTAKE + "ReceiveSubmission", INTAKE + "GetSubmissionAnswer"}
