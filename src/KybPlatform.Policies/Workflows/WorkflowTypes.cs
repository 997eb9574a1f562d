using System.Collections.Frozen;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies.Workflows;

/// <summary>What expressions of workflows may name: the event, the resource that a run is about, its applicant's facts, inputs, and what earlier steps told.</summary>
public static class WorkflowTypes
{
    private static readonly FrozenDictionary<string, CelType> Scalars = new Dictionary<string, CelType>(StringComparer.Ordinal)
    {
        ["string"] = CelType.String,
        ["int"] = CelType.Int,
        ["double"] = CelType.Double,
        ["bool"] = CelType.Bool,
        ["timestamp"] = CelType.Timestamp,
        ["list(string)"] = CelType.ListOf(CelType.String),
        ["dyn"] = CelType.Dyn,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly CelType Policy = Of("policy", ("string", "key hash"), ("int", "version"));

    /// <summary>The event that began the run, or that a wait is asked about.</summary>
    public static CelType Event { get; } = Of("event", ("string", "type resource parent status"), ("timestamp", "occurred_at"));

    /// <summary>Resources by the name that expressions use, as their own routes answer them. Titles and other words of persons are not among them.</summary>
    public static IReadOnlyDictionary<string, CelType> Resources { get; } = new Dictionary<string, CelType>(StringComparer.Ordinal)
    {
        ["inquiry"] = Of("inquiry", ("string", "id status country sender_type applicant reference_id business_profile_id individual_profile_id sender_registration_id case_id"),
            ("policy", "policy"), ("dyn", "use_case requirements decision metadata"), ("bool", "retryable"), ("list(string)", "tags"),
            ("timestamp", "information_until submitted_at decided_at expires_at created_at updated_at")),
        ["registration"] = Of("registration", ("string", "id status profile country sender_type suspension_reason inquiry_id decision_id"), ("policy", "policy"),
            ("list(string)", "senders reasons"), ("dyn", "unmet downstream"), ("timestamp", "deadline valid_until created_at updated_at")),
        ["case"] = Of("case", ("string", "id status inquiry_id profile country sender_type queue_id template_id assignee decided_by resolution decision_id created_by"), ("list(string)", "reasons"),
            ("int", "risk priority waited_seconds"), ("bool", "four_eyes"), ("timestamp", "assigned_at resolved_at undo_until due_at escalated_at breached_at waiting_until created_at updated_at")),
        ["verification"] = Of("verification", ("string", "id type subject status business_profile_id individual_profile_id inquiry_id provider reason_code data_version"), ("dyn", "checks"), ("bool", "sample"),
            ("timestamp", "created_at completed_at valid_until")),
    };

    /// <summary>Which of those a run has.</summary>
    public static IReadOnlyList<string> RootsOf(WorkflowAbout about) => about switch
    {
        WorkflowAbout.Inquiry => ["inquiry"],
        WorkflowAbout.SenderRegistration => ["registration", "inquiry"],
        WorkflowAbout.Case => ["case", "inquiry"],
        WorkflowAbout.Verification => ["verification", "inquiry"],
        _ => [],
    };

    /// <summary>The standard language with the domain functions, the vocabulary where the run has an applicant, and what the trigger gives.</summary>
    internal static CelEnvironment Environment(WorkflowDocument document)
    {
        var environment = document.About is WorkflowAbout.Nothing
            ? DomainFunctionNames.Declared.Aggregate(CelEnvironment.Standard, (e, f) => e.WithFunction(f)).WithVariable("now", CelType.Timestamp)
            : Vocabulary.Shipped.Environment.WithVariable("now", CelType.Timestamp);
        foreach (var root in RootsOf(document.About)) environment = environment.WithVariable(root, Resources[root]);
        return environment.WithVariable("event", Event).WithVariable("input", Declared("input", document.Inputs));
    }

    /// <summary>What a step tells afterwards; every step also says its error.</summary>
    internal static CelType OutputOf(WorkflowStep step)
    {
        var fields = new Dictionary<string, CelType>(StringComparer.Ordinal) { ["error"] = Nullable("string") };
        switch (step)
        {
            case EffectStep effect:
                foreach (var (name, type) in effect.Does.Outputs.Concat(effect.Outputs)) fields[name] = Nullable(type);
                break;
            case WaitStep:
                (fields["outcome"], fields["event"]) = (CelType.String, Event);
                break;
            case ForEachStep:
                fields["count"] = CelType.Int;
                break;
            case ConditionStep:
                fields["branch"] = CelType.String;
                break;
        }
        return CelType.Object($"steps.{step.Key}", fields);
    }

    /// <summary>The type of a declared value.</summary>
    internal static CelType Nullable(string type) => CelType.NullableOf(Scalars[type]);

    internal static bool IsTaken(string name) =>
        name is "event" or "input" or "steps" or "now" || Resources.ContainsKey(name) || Vocabulary.Shipped.Root.Member(name) is not null || CelEnvironment.TypeNames.ContainsKey(name);

    private static CelType Declared(string name, IReadOnlyDictionary<string, string> types) => CelType.Object(name, types.ToDictionary(t => t.Key, t => Nullable(t.Value), StringComparer.Ordinal));

    private static CelType Of(string name, params (string Type, string Fields)[] fields) =>
        CelType.Object(name, fields.SelectMany(f => f.Fields.Split(' ').Select(field => KeyValuePair.Create(field, f.Type == "policy" ? Policy : Nullable(f.Type)))).ToDictionary(StringComparer.Ordinal));
}
