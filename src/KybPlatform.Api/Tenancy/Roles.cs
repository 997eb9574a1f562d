using System.Collections.Frozen;
using KybPlatform.Api.Http;

namespace KybPlatform.Api.Tenancy;

/// <summary>What each role may do. A user's key never does more than the user's roles, whatever it was made with.</summary>
internal static class Roles
{
    private static readonly string[] Reading =
    [
        Scopes.TenantRead, Scopes.ProfilesRead, Scopes.DocumentsRead, Scopes.InquiriesRead, Scopes.VerificationsRead, Scopes.ScreeningRead,
        Scopes.PoliciesRead, Scopes.DecisionsRead, Scopes.RegistrationsRead, Scopes.CasesRead, Scopes.InsightsRead, Scopes.EventsRead, Scopes.JobsRead,
        Scopes.WebhooksRead, Scopes.WorkflowsRead,
    ];

    private static readonly FrozenDictionary<string, string[]> ByRole = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["admin"] = [.. Scopes.All],
        ["policy_author"] =
        [
            Scopes.TenantRead, Scopes.PoliciesRead, Scopes.PoliciesWrite, Scopes.PoliciesPublish, Scopes.DecisionsRead, Scopes.InquiriesRead,
            Scopes.VerificationsRead, Scopes.RegistrationsRead, Scopes.EventsRead, Scopes.WorkflowsRead, Scopes.WorkflowsWrite, Scopes.WorkflowsPublish,
        ],
        ["policy_approver"] =
        [
            Scopes.TenantRead, Scopes.PoliciesRead, Scopes.PoliciesApprove, Scopes.PoliciesPublish, Scopes.DecisionsRead, Scopes.RegistrationsRead, Scopes.AuditRead,
            Scopes.EventsRead, Scopes.WorkflowsRead, Scopes.WorkflowsApprove, Scopes.WorkflowsPublish,
        ],
        ["reviewer"] =
        [
            .. Reading, Scopes.ProfilesWrite, Scopes.DocumentsWrite, Scopes.InquiriesWrite, Scopes.InquiriesDecide, Scopes.VerificationsWrite,
            Scopes.ScreeningReview, Scopes.RegistrationsWrite, Scopes.CasesWork, Scopes.WorkflowsRun,
        ],
        ["auditor"] = [.. Reading, Scopes.AuditRead],
        ["developer"] = [.. Reading, Scopes.TenantManage, Scopes.JobsManage, Scopes.WebhooksManage, Scopes.ProfilesWrite, Scopes.DocumentsWrite, Scopes.InquiriesWrite, Scopes.VerificationsWrite, Scopes.WorkflowsWrite, Scopes.WorkflowsRun],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IReadOnlyList<string> All { get; } = [.. ByRole.Keys.Order(StringComparer.Ordinal)];

    public static IReadOnlySet<string> ScopesOf(IEnumerable<string> roles) => roles.SelectMany(r => ByRole[r]).ToHashSet(StringComparer.Ordinal);
}
