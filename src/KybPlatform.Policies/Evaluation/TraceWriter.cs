using System.Text.Json;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>
/// Writes the trace of an expression. A value that came from a fact about a person, or was computed from one, is masked unless it is a truth value.
/// </summary>
internal static class TraceWriter
{
    public static void Write(Utf8JsonWriter w, CelTrace trace)
    {
        w.WriteStartObject();
        w.WriteString("expression", trace.Text);
        if (trace.IsSkipped) w.WriteBoolean("skipped", true);
        else Value(w, trace);
        EvaluationWriter.Optional(w, "reads", trace.Reads);
        if (trace.Children.Count > 0) EvaluationWriter.Array(w, "parts", trace.Children, Write);
        if (trace.Omitted > 0) w.WriteNumber("omitted", trace.Omitted);
        w.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter w, CelTrace trace)
    {
        switch (trace.Value)
        {
            case CelUnknown unknown:
                EvaluationWriter.Array(w, "unknown", unknown.Paths, static (writer, path) => writer.WriteStringValue(path));
                break;
            case CelError error:
                w.WriteString("error", error.Code);
                break;
            case CelBool b:
                w.WriteBoolean("value", b.Value);
                break;
            case { Kind: CelKind.Null }:
                w.WriteNull("value");
                break;
            default:
                w.WriteString("value", IsAboutPersons(trace) ? Masking.Hidden : Masking.Plain(trace.Value!));
                break;
        }
    }

    private static bool IsAboutPersons(CelTrace trace) =>
        (trace.Reads is { } path && Vocabulary.Shipped.Classify(path) != PersonalData.None) || trace.Children.Any(IsAboutPersons);
}
