using System.Collections.Frozen;

namespace KybPlatform.Policies.Workflows;

/// <summary>Events that workflows can begin with and wait for.</summary>
public static class WorkflowEvents
{
    private static readonly FrozenSet<string> Known = new[]
    {
        ("inquiry", "created submitted updated waiting withdrawn expired reopened approved declined needs_information in_review information_overdue policy_changed screening_changed decision_undone tagged"),
        ("case", "opened claimed released assigned waiting answered resumed resolved reopened escalated sla_warning sla_breached decision_proposed information_requested"),
        ("sender_registration", "activated renewed restored action_required restricted expired revoked suspended reinstated senders_changed downstream_reported active"),
        ("verification", "passed failed inconclusive canceled expiring"),
        ("decision", "made"), ("document", "uploaded"), ("screening", "match_found"),
        ("business_profile", "created updated redacted"), ("individual_profile", "created updated redacted"), ("person", "added updated removed"),
        ("workflow_run", "started waiting completed failed canceled"),
    }.SelectMany(e => e.Item2.Split(' ').Select(w => $"{e.Item1}.{w}")).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Every type, sorted.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Order(StringComparer.Ordinal)];

    /// <summary>Whether the platform tells of it.</summary>
    public static bool IsKnown(string type) => Known.Contains(type);

    /// <summary>What a run is about that an event starts: the first of its ids that fits.</summary>
    /// <returns>Null where the event is about nothing of that kind.</returns>
    public static string? Subject(WorkflowAbout about, string resource, string? parent)
    {
        if (about is WorkflowAbout.Nothing) return "";
        var prefix = Prefix(about);
        return resource.StartsWith(prefix, StringComparison.Ordinal) ? resource : parent?.StartsWith(prefix, StringComparison.Ordinal) == true ? parent : null;
    }

    /// <summary>What the public ids of the resource begin with.</summary>
    public static string Prefix(WorkflowAbout about) => about switch
    {
        WorkflowAbout.Inquiry => "inq_",
        WorkflowAbout.SenderRegistration => "reg_",
        WorkflowAbout.Case => "cas_",
        WorkflowAbout.Verification => "ver_",
        _ => "",
    };
}
