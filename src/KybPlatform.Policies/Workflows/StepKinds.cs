namespace KybPlatform.Policies.Workflows;

/// <summary>What a parameter of a step takes.</summary>
public enum ParameterType
{
    /// <summary>Text as it is.</summary>
    Word,

    /// <summary>Text that may hold <c>{{ expressions }}</c>.</summary>
    Text,

    /// <summary>A list of such texts.</summary>
    Texts,

    /// <summary>Any JSON; its texts may hold <c>{{ expressions }}</c>.</summary>
    Any,
    Whole,
    Bool,

    /// <summary>A list of <c>{requirement, text}</c>.</summary>
    Requirements,
}

/// <summary>One parameter of a kind of step.</summary>
/// <param name="Values">What a word may be; null for any.</param>
public sealed record StepParameter(string Name, ParameterType Type, bool Required = false, int Least = 0, int Most = int.MaxValue, IReadOnlyList<string>? Values = null, int MaxLength = 4000);

/// <summary>A kind of step that does something outside of the run.</summary>
/// <param name="Outputs">Names and types of what it tells afterwards.</param>
/// <param name="About">What runs must be about to use it; empty for anything.</param>
/// <param name="IsOutside">It reaches other systems: it may happen twice, under one id.</param>
public sealed record StepKind(
    string Name, IReadOnlyList<StepParameter> Parameters, IReadOnlyDictionary<string, string> Outputs, IReadOnlyList<WorkflowAbout> About, bool IsOutside = false)
{
    /// <summary>The author declares what of the answer is kept.</summary>
    public bool HasDeclaredOutputs => Name == "call_http";
}

/// <summary>The kinds of steps that do something; the rest (<c>condition</c>, <c>parallel</c>, <c>for_each</c>, <c>wait</c>, <c>end</c>) only leads the run.</summary>
public static class StepKinds
{
    private static readonly WorkflowAbout[] WithInquiry = [WorkflowAbout.Inquiry, WorkflowAbout.Case, WorkflowAbout.SenderRegistration, WorkflowAbout.Verification];

    /// <summary>Kinds that lead.</summary>
    public static IReadOnlyList<string> Leading { get; } = ["condition", "parallel", "for_each", "wait", "end"];

    /// <summary>Kinds that do.</summary>
    public static IReadOnlyList<StepKind> Doing { get; } =
    [
        new("run_verification",
            [new("type", ParameterType.Word, true), new("subject", ParameterType.Text), new("checks", ParameterType.Texts), new("lists", ParameterType.Texts)],
            Types(("status", "string"), ("reason_code", "string"), ("passed", "bool")), WithInquiry, IsOutside: true),
        new("set_field", [new("path", ParameterType.Word, true), new("value", ParameterType.Any, true)], Types(("changed", "bool")), WithInquiry),
        new("tag", [new("add", ParameterType.Texts), new("remove", ParameterType.Texts)], Types(("tags", "list(string)")), WithInquiry),
        new("create_case",
            [
                new("title", ParameterType.Text, true, MaxLength: 300), new("queue", ParameterType.Text), new("template", ParameterType.Text), new("priority", ParameterType.Whole, Least: -1000, Most: 1000),
                new("assignee", ParameterType.Text),
            ],
            Types(("case_id", "string"), ("existed", "bool")), []),
        new("assign_case", [new("case", ParameterType.Text), new("assignee", ParameterType.Text)], Types(("case_id", "string")), []),
        new("request_information",
            [new("requirements", ParameterType.Requirements, true), new("within_days", ParameterType.Whole, Least: 1, Most: 90), new("note", ParameterType.Text)],
            Types(("asked", "bool")), WithInquiry),
        new("decide",
            [
                new("outcome", ParameterType.Word, true, Values: ["approve", "decline"]), new("reasons", ParameterType.Texts), new("note", ParameterType.Text),
                new("retryable", ParameterType.Bool),
            ],
            Types(("outcome", "string")), WithInquiry),
        new("call_http", [new("url", ParameterType.Text, true, MaxLength: 2000), new("body", ParameterType.Any)], Types(("status", "int")), [], IsOutside: true),
        new("send_message",
            [
                new("channel", ParameterType.Word, true, Values: ["email", "sms"]), new("to", ParameterType.Text, true), new("subject", ParameterType.Text, MaxLength: 300),
                new("text", ParameterType.Text, true, MaxLength: 10_000),
            ],
            Types(("message_id", "string")), [], IsOutside: true),
        new("start_workflow", [new("workflow", ParameterType.Word, true), new("about", ParameterType.Text), new("input", ParameterType.Any)], Types(("run_id", "string")), []),
    ];

    /// <summary>Every kind by name.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Leading, .. Doing.Select(k => k.Name)];

    /// <summary>Types that inputs and declared outputs may have.</summary>
    public static IReadOnlyList<string> ValueTypes { get; } = ["string", "int", "double", "bool", "timestamp", "list(string)", "dyn"];

    /// <summary>Null for a name that is no kind that does something.</summary>
    public static StepKind? Find(string name) => Doing.FirstOrDefault(k => k.Name == name);

    private static Dictionary<string, string> Types(params (string Name, string Type)[] outputs) => outputs.ToDictionary(o => o.Name, o => o.Type, StringComparer.Ordinal);
}
