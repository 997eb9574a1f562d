using System.Collections.Frozen;

namespace KybPlatform.Policies.Workflows;

/// <summary>Events that workflows can begin with and wait for.</summary>
public static class WorkflowEvents
{
    private static readonly FrozenSet<string> Known = new[]
    {
        ("inquiry", "created submitted updated documents_reviewed waiting withdrawn expired reopened approved declined needs_information in_review information_overdue policy_changed screening_changed decision_undone tagged"),
        ("case", "opened claimed released assigned moved prioritized waiting answered resumed resolved reopened escalated sla_breached decision_proposed proposal_dropped decision_undone information_requested information_overdue " +
            "note_added mentioned document_attached changed checked redacted"),
        ("sender_registration", "activated renewed restored action_required restricted expired revoked suspended reinstated senders_changed downstream_reported confirmed unevaluable"),
        ("verification", "passed failed inconclusive canceled expiring"),
        ("decision", "made"), ("document", "uploaded shared ready harmful unreadable"), ("screening", "match_found match_true_match match_false_positive match_true_match_proposed match_false_positive_proposed sweep_completed sweep_late"),
        ("business_profile", "created updated redacted"), ("individual_profile", "created updated redacted"), ("person", "added updated removed"),
        ("workflow_run", "started waiting completed failed canceled"),
        ("webhook_endpoint", "failing disabled"), ("concern", "raised resolved"), ("job", "died"), ("policy", "published scheduled withdrawn"),
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
