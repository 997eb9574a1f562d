using System.Collections.Frozen;
using KybPlatform.Policies.Workflows;

namespace KybPlatform.Api.Recording;

/// <summary>Every type of event that a tenant's log can hold: those that workflows know, and what is done to the tenant's own settings.</summary>
public static class EventTypes
{
    private static readonly FrozenSet<string> Known = new[]
    {
        ("api_key", "created revoked rotated"), ("backtest", "canceled completed started"), ("business_calendar", "changed created"),
        ("case_queue", "changed created deleted"), ("case_reviewer", "changed"), ("case_template", "changed created deleted"),
        ("job", "requeued"), ("legal_hold", "placed released"), ("organization", "changed created"),
        ("policy", "approval_requested approved attestation_withdrawn attested draft_changed drafted pack_examples_passed_over promoted"),
        ("policy_list", "created imported"), ("policy_pack", "pinned"), ("policy_settings", "changed"), ("register_dataset", "import_opened imported"),
        ("screening_list", "imported refresh_failed"), ("screening_settings", "changed"), ("shadow_evaluation", "started stopped"), ("tenant", "clock_set"),
        ("user", "changed created deleted"), ("webhook_delivery", "redelivered"), ("webhook_endpoint", "changed created deleted enabled redelivered secret_rotated tested"),
        ("workflow", "approval_requested approved draft_changed drafted event_passed_over loop_stopped published retired"),
        ("workflow_batch", "canceled completed started"), ("workflow_settings", "changed secret_rotated"),
    }.SelectMany(e => e.Item2.Split(' ').Select(w => $"{e.Item1}.{w}")).Concat(WorkflowEvents.All).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Families = Known.Select(t => t[..t.IndexOf('.', StringComparison.Ordinal)]).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Every type, sorted.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Order(StringComparer.Ordinal)];

    /// <summary>What filters may name beside the types.</summary>
    public static IReadOnlyList<string> Patterns { get; } = [.. Families.Select(f => f + ".*").Append("*").Order(StringComparer.Ordinal)];

    /// <summary>Whether the platform tells of it.</summary>
    public static bool IsKnown(string type) => Known.Contains(type);

    /// <summary>Whether a filter can ever let anything through: a type, a family such as <c>inquiry.*</c>, or <c>*</c>.</summary>
    public static bool IsFilter(string filter) => filter == "*" || Known.Contains(filter) || (filter.EndsWith(".*", StringComparison.Ordinal) && Families.Contains(filter[..^2]));
}
