using System.Buffers;
using System.Text;
using System.Text.Json;
using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Policies;

/// <summary>A dry run: these facts by the policy in force, or by the one that is named. Nothing is stored, no provider is asked.</summary>
/// <param name="Facts">In the vocabulary's shape; what is not given is unknown.</param>
/// <param name="Policy">The key of a policy; left out, the facts' own country, sender type and applicant find it.</param>
/// <param name="Trace">Whether the answer explains every expression.</param>
/// <param name="Format"><c>full</c> (default) or <c>trust_hub</c>.</param>
public sealed record EvaluationRequest(JsonElement? Facts, string? Policy, bool? Trace, string? Format);

internal sealed class EvaluationRequestValidator : AbstractValidator<EvaluationRequest>
{
    public EvaluationRequestValidator()
    {
        RuleFor(e => e.Facts).NotNull();
        RuleFor(e => e.Facts).Must(f => f is null or { ValueKind: JsonValueKind.Object }).WithErrorCode("invalid_type").WithMessage("Must be an object.");
        RuleFor(e => e.Format).Must(f => f is null or "full" or "trust_hub").WithErrorCode("unknown_value").WithMessage("Not one of full, trust_hub.");
    }
}

internal static class EvaluateFacts
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/evaluations", HandleAsync).WithTags("Policies").Requires(Scopes.PoliciesRead).AsksOnly()
            .WithSummary("Evaluate facts by a policy without storing anything").Produces<JsonElement>().ProducesRefusals(404)
            .Refuses(404, "no_policy", "No policy covers this cell, so nothing is allowed there.")
            .Refuses(422, "unknown_country", "Not a known value.").Refuses(422, "unknown_sender_type", "Not a known value.")
            .ExampleRequest("""{ "facts": { "country": "GB", "sender_type": "alphanumeric", "business": { "legal_name": "Acme Messaging Ltd" } }, "trace": false }""")
            .ExampleAnswer("""{ "outcome": "request_information", "requirements": [{ "key": "legal_name", "kind": "field", "outcome": "passed" }] }""");

    private static async Task<IResult> HandleAsync(Body<EvaluationRequest> body, Work work, IPolicyBook book, EvaluationTerms terms, ITenantLists lists)
    {
        var facts = body.Value.Facts!.Value;
        if (FactShape.CheckDocument(facts, "/facts") is { } fault) return Refused.Because(fault);
        var inForce = await book.InForceAsync(work.Tenant, work.Now, work.Canceled);
        var found = Find(body.Value.Policy, facts, inForce, book);
        if (found.IsRefused(out var unknown)) return Refused.Because(unknown);
        var json = facts.TryGetProperty("now", out _) ? Encoding.UTF8.GetBytes(facts.GetRawText()) : WithNow(facts, work.Now);
        var document = FactDocument.Parse(json);
        var decides = await terms.OptionsAsync(work.Db, work.Caller.Live, json, inForce.IsAttested(found.Value), retryScheduled: false, body.Value.Trace ?? false, work.Canceled);
        var options = decides with
        {
            // Facts that somebody wrote need not say how they were searched for.
            SilentThreshold = true,
            // Whoever names the policy wants that one.
            Undecided = body.Value.Policy is null && PolicyQuery.Of(document) is { } query ? inForce.Undecided(query, found.Value) : [],
        };
        var evaluation = found.Value.Evaluate(document, options with { Functions = await lists.AnswersAsync(work.Db, found.Value, document, options, work.Canceled) });
        var buffer = new ArrayBufferWriter<byte>(8 * 1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Wire.Json.Encoder }))
        {
            if (body.Value.Format is "trust_hub") evaluation.WriteTrustHubTo(writer);
            else evaluation.WriteTo(writer);
        }
        return new Answer(200, buffer.WrittenSpan.ToArray());
    }

    private static Result<ResolvedPolicy> Find(string? key, JsonElement facts, PoliciesInForce inForce, IPolicyBook book)
    {
        if (key is not null) return inForce.Catalog.Find(key) is { } named ? named : PolicyErrors.NoPolicy;
        string? Of(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.String ? v.GetString() : null;
        if (Of(facts, "country") is not { } country || Of(facts, "sender_type") is not { } type)
            return Error.Invalid("required", "Give facts.country and facts.sender_type, or name a policy.", new FieldError("/facts", "required", "Give country and sender_type."));
        if (Cells.Unknown(book, country, type, "/facts/") is { } noCell) return noCell;
        var useCase = facts.TryGetProperty("use_case", out var given) ? given : default;
        var query = new PolicyQuery(country, type, Of(facts, "applicant") ?? "business", Of(useCase, "purpose"), Of(useCase, "origin"), Of(useCase, "category"));
        return inForce.Resolve(query) is { } policy ? policy : PolicyErrors.Uncovered;
    }

    private static byte[] WithNow(JsonElement facts, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("now", InstantJson.Text(now));
            foreach (var member in facts.EnumerateObject()) member.WriteTo(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
