namespace KybPlatform.Api.Http;

/// <summary>What a key may do. A route names exactly one; a key holds a set of them.</summary>
public static class Scopes
{
    public const string KeysManage = "keys:manage";
    public const string UsersManage = "users:manage";
    public const string TenantRead = "tenant:read";
    public const string TenantManage = "tenant:manage";
    public const string ProfilesRead = "profiles:read";
    public const string ProfilesWrite = "profiles:write";
    public const string ProfilesRedact = "profiles:redact";
    public const string DocumentsRead = "documents:read";
    public const string DocumentsWrite = "documents:write";
    public const string InquiriesRead = "inquiries:read";
    public const string InquiriesWrite = "inquiries:write";
    public const string InquiriesDecide = "inquiries:decide";
    public const string VerificationsRead = "verifications:read";
    public const string VerificationsWrite = "verifications:write";
    public const string ScreeningRead = "screening:read";
    public const string ScreeningReview = "screening:review";
    public const string PoliciesRead = "policies:read";
    public const string PoliciesWrite = "policies:write";
    public const string PoliciesApprove = "policies:approve";
    public const string PoliciesPublish = "policies:publish";
    public const string DecisionsRead = "decisions:read";
    public const string RegistrationsRead = "registrations:read";
    public const string RegistrationsWrite = "registrations:write";
    public const string CasesRead = "cases:read";
    public const string CasesWork = "cases:work";
    public const string CasesManage = "cases:manage";
    public const string InsightsRead = "insights:read";
    public const string EventsRead = "events:read";
    public const string AuditRead = "audit:read";
    public const string JobsRead = "jobs:read";
    public const string JobsManage = "jobs:manage";
    public const string WebhooksRead = "webhooks:read";
    public const string WebhooksManage = "webhooks:manage";
    public const string WorkflowsRead = "workflows:read";
    public const string WorkflowsWrite = "workflows:write";
    public const string WorkflowsApprove = "workflows:approve";
    public const string WorkflowsPublish = "workflows:publish";
    public const string WorkflowsRun = "workflows:run";

    public static IReadOnlyList<string> All { get; } =
    [
        KeysManage, UsersManage, TenantRead, TenantManage, ProfilesRead, ProfilesWrite, ProfilesRedact, DocumentsRead, DocumentsWrite, InquiriesRead,
        InquiriesWrite, InquiriesDecide, VerificationsRead, VerificationsWrite, ScreeningRead, ScreeningReview, PoliciesRead, PoliciesWrite, PoliciesApprove, PoliciesPublish, DecisionsRead,
        RegistrationsRead, RegistrationsWrite, CasesRead, CasesWork, CasesManage, InsightsRead, EventsRead, AuditRead, JobsRead, JobsManage, WebhooksRead, WebhooksManage,
        WorkflowsRead, WorkflowsWrite, WorkflowsApprove, WorkflowsPublish, WorkflowsRun,
    ];
}

/// <summary>What a route asks of its caller; every route under <c>/v1</c> carries exactly one.</summary>
public sealed record Access(string? Scope)
{
    /// <summary>Only the platform key opens it.</summary>
    public static Access PlatformKey { get; } = new((string?)null);
}
