using System.Text.Json;

namespace KybPlatform.Policies;

/// <summary>
/// The evaluation as Twilio Trust Hub answers one: compliant or noncompliant, one result for each requirement, fields under valid and invalid.
/// That shape has no third state, so what is pending or unknown is noncompliant in it.
/// </summary>
internal static class TrustHubProjection
{
    public static void Write(Utf8JsonWriter w, PolicyEvaluation evaluation)
    {
        w.WriteStartObject();
        w.WriteString("policy_sid", evaluation.Policy.Key);
        w.WriteString("status", evaluation.Requirements.All(Passed) && evaluation.Outcome != Outcome.Decline ? "compliant" : "noncompliant");
        EvaluationWriter.Array(w, "results", evaluation.Requirements, Result);
        w.WriteEndObject();
    }

    private static bool Passed(RequirementResult result) => result.Outcome is RequirementOutcome.Passed or RequirementOutcome.NotApplicable;

    private static void Result(Utf8JsonWriter w, RequirementResult result)
    {
        w.WriteStartObject();
        w.WriteString("requirement_name", result.Key);
        w.WriteString("requirement_friendly_name", result.Requirement.Title ?? result.Key);
        w.WriteString("object_type", Documents.SnakeCase.Write(result.Kind));
        w.WriteString("friendly_name", result.Requirement.Title ?? result.Key);
        w.WriteBoolean("passed", Passed(result));
        w.WriteString("failure_reason", result.Reason?.Applicant);
        w.WriteString("error_code", result.Reason?.IndustryCode);
        EvaluationWriter.Array(w, "valid", result.Valid, static (writer, path) => Field(writer, path, null));
        EvaluationWriter.Array(w, "invalid", result.Invalid, static (writer, item) => Field(writer, item.Path, ReasonCodes.Get(item.Code)));
        w.WriteEndObject();
    }

    private static void Field(Utf8JsonWriter w, string path, ReasonCode? fault)
    {
        w.WriteStartObject();
        w.WriteString("friendly_name", Vocabulary.Shipped.Find(path)?.Label ?? path);
        w.WriteString("object_field", path);
        w.WriteBoolean("passed", fault is null);
        w.WriteString("failure_reason", fault?.Applicant);
        w.WriteString("error_code", fault?.IndustryCode);
        w.WriteEndObject();
    }
}
