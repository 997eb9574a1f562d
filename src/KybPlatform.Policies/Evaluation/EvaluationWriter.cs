using System.Globalization;
using System.Text.Json;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>Writes the receipt. Members are always in the same order; nothing depends on time, culture or machine.</summary>
internal static class EvaluationWriter
{
    public static void Write(Utf8JsonWriter w, PolicyEvaluation evaluation)
    {
        w.WriteStartObject();
        Head(w, evaluation);
        Array(w, "reasons", evaluation.Reasons, Reason);
        Array(w, "contributions", evaluation.Contributions, Contribution);
        Array(w, "requirements", evaluation.Requirements, (writer, r) => Requirement(writer, evaluation.Policy, r));
        Array(w, "rules", evaluation.Rules, Rule);
        Array(w, "tables", evaluation.Tables, Table);
        Risk(w, evaluation.Risk);
        w.WriteEndObject();
    }

    private static void Head(Utf8JsonWriter w, PolicyEvaluation evaluation)
    {
        w.WriteNumber("semantics", PolicyEvaluation.Semantics);
        w.WriteStartObject("policy");
        w.WriteString("key", evaluation.Policy.Key);
        w.WriteNumber("version", evaluation.Policy.Version);
        w.WriteString("hash", evaluation.Policy.Hash);
        w.WriteString("certainty", SnakeCase.Write(evaluation.Policy.Certainty));
        w.WriteEndObject();
        Optional(w, "now", evaluation.Facts.Now is { } now ? DateTimeOffset.FromUnixTimeSeconds(now).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : null);
        w.WriteString("outcome", SnakeCase.Write(evaluation.Outcome));
        w.WriteBoolean("review_afterwards", evaluation.ReviewAfterwards);
        if (evaluation.Outcome == Outcome.Decline) w.WriteBoolean("retryable", evaluation.Retryable);
    }

    private static void Reason(Utf8JsonWriter w, ReasonCode reason)
    {
        w.WriteStartObject();
        w.WriteString("code", reason.Key);
        w.WriteString("reason", reason.Internal);
        Optional(w, "industry_code", reason.IndustryCode);
        w.WriteEndObject();
    }

    private static void Contribution(Utf8JsonWriter w, Contribution contribution)
    {
        w.WriteStartObject();
        w.WriteString("source", contribution.Source);
        w.WriteString("key", contribution.Key);
        w.WriteString("outcome", SnakeCase.Write(contribution.Outcome));
        w.WriteString("reason_code", contribution.Reason);
        w.WriteEndObject();
    }

    private static void Requirement(Utf8JsonWriter w, ResolvedPolicy policy, RequirementResult result)
    {
        w.WriteStartObject();
        w.WriteString("key", result.Key);
        w.WriteString("kind", SnakeCase.Write(result.Kind));
        w.WriteString("outcome", SnakeCase.Write(result.Outcome));
        w.WriteString("contributes", SnakeCase.Write(result.Contribution));
        Optional(w, "reason_code", result.Reason?.Key);
        Optional(w, "reason", result.Reason?.Internal);
        Optional(w, "remediation", result.Reason is null ? null : result.Requirement.Remediation ?? result.Reason.Applicant);
        Optional(w, "subject", result.Subject);
        Array(w, "evidence", result.Evidence, Evidence);
        Array(w, "valid", result.Valid, static (writer, path) => writer.WriteStringValue(path));
        Array(w, "invalid", result.Invalid, Invalid);
        if (result.Notes.Count > 0) Array(w, "notes", result.Notes, Note);
        ClauseTo(w, RequirementsDue.ClauseOf(policy, result.Requirement));
        Trace(w, "when", result.WhenTrace);
        Trace(w, "trace", result.ExpressionTrace);
        w.WriteEndObject();
    }

    /// <summary>Where the evidence stands, and what tells one answer from another; never what it says about a person.</summary>
    private static void Evidence(Utf8JsonWriter w, FactObject source)
    {
        w.WriteStartObject();
        w.WriteString("path", source.Path);
        foreach (var name in (ReadOnlySpan<string>)["document_id", "type", "provider", "status", "data_version"]) Optional(w, name, source.Text(name));
        if (source.Find("completed_at") is CelTimestamp at) w.WriteString("completed_at", at.ToText());
        if (source.Bool("sample") == true) w.WriteBoolean("sample", true);
        w.WriteEndObject();
    }

    private static void Invalid(Utf8JsonWriter w, InvalidItem item)
    {
        w.WriteStartObject();
        w.WriteString("path", item.Path);
        w.WriteString("code", item.Code);
        Optional(w, "expected", item.Expected);
        Optional(w, "actual_masked", Masking.Show(item.Path, item.Actual));
        w.WriteEndObject();
    }

    private static void Note(Utf8JsonWriter w, ResultNote note)
    {
        w.WriteStartObject();
        w.WriteString("code", note.Code);
        w.WriteString("detail", note.Detail);
        w.WriteEndObject();
    }

    private static void ClauseTo(Utf8JsonWriter w, Clause clause)
    {
        w.WriteStartObject("clause");
        w.WriteString("policy", clause.Policy);
        w.WriteNumber("version", clause.Version);
        w.WriteString("key", clause.Key);
        Array(w, "sources", clause.Sources, Source);
        w.WriteEndObject();
    }

    private static void Source(Utf8JsonWriter w, PolicySource source)
    {
        w.WriteStartObject();
        w.WriteString("title", source.Title);
        Optional(w, "url", source.Url);
        w.WriteString("retrieved", source.Retrieved.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        w.WriteString("certainty", SnakeCase.Write(source.Certainty));
        w.WriteEndObject();
    }

    private static void Rule(Utf8JsonWriter w, RuleResult result)
    {
        w.WriteStartObject();
        w.WriteString("key", result.Rule.Key);
        w.WriteString("outcome", SnakeCase.Write(result.Outcome));
        w.WriteString("contributes", SnakeCase.Write(result.Contribution));
        w.WriteString("reason_code", result.Rule.Reason);
        Trace(w, "trace", result.Trace);
        w.WriteEndObject();
    }

    private static void Table(Utf8JsonWriter w, TableResult result)
    {
        w.WriteStartObject();
        w.WriteString("key", result.Table.Key);
        w.WriteString("outcome", SnakeCase.Write(result.Outcome));
        Array(w, "rows", result.Rows, static (writer, row) => writer.WriteNumberValue(row));
        w.WriteStartObject("values");
        foreach (var (key, value) in result.Values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            w.WritePropertyName(key);
            if (value is string text) w.WriteStringValue(text);
            else if (value is bool flag) w.WriteBooleanValue(flag);
            else w.WriteRawValue(Resolution.CanonicalJson.Number((double)value));
        }

        w.WriteEndObject();
        w.WriteEndObject();
    }

    private static void Risk(Utf8JsonWriter w, RiskResult risk)
    {
        w.WriteStartObject("risk");
        w.WriteNumber("points", risk.Points);
        w.WriteBoolean("unknown", risk.IsUnknown);
        if (risk.Thresholds.Review is { } review) w.WriteNumber("review", review);
        if (risk.Thresholds.Decline is { } decline) w.WriteNumber("decline", decline);
        Array(w, "factors", risk.Factors, Factor);
        w.WriteEndObject();
    }

    private static void Factor(Utf8JsonWriter w, RiskFactorResult result)
    {
        w.WriteStartObject();
        w.WriteString("key", result.Factor.Key);
        w.WriteString("outcome", SnakeCase.Write(result.Outcome));
        w.WriteNumber("points", result.Outcome == RuleOutcome.Matched ? result.Factor.Points : 0);
        w.WriteString("reason_code", result.Factor.Reason);
        Trace(w, "trace", result.Trace);
        w.WriteEndObject();
    }

    private static void Trace(Utf8JsonWriter w, string name, CelTrace? trace)
    {
        if (trace is null) return;
        w.WritePropertyName(name);
        TraceWriter.Write(w, trace);
    }

    internal static void Array<T>(Utf8JsonWriter w, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        w.WriteStartArray(name);
        foreach (var item in items) write(w, item);
        w.WriteEndArray();
    }

    internal static void Optional(Utf8JsonWriter w, string name, string? value)
    {
        if (value is not null) w.WriteString(name, value);
    }
}
