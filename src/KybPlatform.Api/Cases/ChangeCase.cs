using System.Text.Json;
using FluentValidation;
using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Cases.Setup;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Privacy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Cases;

/// <summary>What changes about a case; what is missing stays.</summary>
/// <param name="Fields">A merge patch of the template's fields: null takes a value away.</param>
/// <param name="Checklist">Items of the template's checklist: true ticks, false unticks.</param>
public sealed record CasePatch(string? Title, int? Priority, CaseQueueId? QueueId, IReadOnlyDictionary<string, JsonElement>? Fields, IReadOnlyDictionary<string, bool>? Checklist);

internal sealed class CasePatchValidator : AbstractValidator<CasePatch>
{
    public CasePatchValidator()
    {
        RuleFor(c => c.Title).NotEmpty().MaximumLength(300).When(c => c.Title is not null);
        RuleFor(c => c.Priority).InclusiveBetween(-1000, 1000);
        RuleFor(c => c.Fields).Must(f => f is null || f.Count <= 100).WithErrorCode("too_long").WithMessage("At most 100 fields.");
        RuleFor(c => c.Checklist).Must(f => f is null || f.Count <= 100).WithErrorCode("too_long").WithMessage("At most 100 items.");
    }
}

internal static class ChangeCase
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPatch("/{id}", HandleAsync).Requires(Scopes.CasesWork).Versioned(required: true)
            .WithSummary("Change a case: fill its fields, tick its checklist, move it").Produces<CaseResource>().ProducesRefusals(400, 404, 409, 413, 415, 422)
            .Refuses(403, "missing_scope", "Moving a case to another queue needs cases:manage.").Refuses(422, "unknown_queue", "There is no such queue.").Refuses(422, "unknown_case_field", "The case's template has no such field or item.")
            .ExampleRequest("""{ "priority": 10 }""");

    private static async Task<IResult> HandleAsync(string id, Body<CasePatch> body, Work work, HttpContext http, SubjectVault vault)
    {
        if (MergePatch.Removals(body.Raw) is { } removal) return Refused.Because(removal);
        if (await ReadCases.FindAsync(work, id) is not { } row) return Refused.Because(CaseErrors.NotFound);
        if (ETags.Check(http, row, required: true) is { } stale) return Refused.Because(stale);
        if (row.Status is CaseStatus.Resolved) return Refused.Because(CaseErrors.Transition(row.Status, "changed"));
        var (given, setup) = (body.Value, await CaseSetup.ReadAsync(work.Db, work.Canceled));
        // Another queue may ask for less: one person instead of two, more time.
        if (given.QueueId is not null && given.QueueId != row.QueueId && !work.Caller.Scopes.Contains(Scopes.CasesManage)) return Refused.Because(CaseErrors.MoveNeedsManage);
        if (given.QueueId is { } queue && setup.Queue(queue) is null) return Refused.Because(CaseErrors.Unknown("/queue_id", "unknown_queue", "queue"));
        var template = setup.Template(row.TemplateId);
        if (FieldFaults(template, given) is { } fault) return Refused.Because(fault);

        if (given.Priority is { } priority && priority != row.Priority)
        {
            CaseLog.Write(work, "case.prioritized", row, new { before = row.Priority, after = priority });
            row.Priority = priority;
        }
        if (given.QueueId is { } to) CaseMoves.Move(work, setup, row, to);
        var ring = await CaseResource.RingAsync(work, vault, row);
        Write(work, row, given, ring);
        Tick(work, row, given);
        row.UpdatedAt = work.Now;
        return await CaseResource.AnswerAsync(work, row, vault);
    }

    // Which fields, not what: that may tell about a person.
    private static void Write(Work work, Case row, CasePatch given, SubjectRing ring)
    {
        if (given.Title is null && given.Fields is not { Count: > 0 }) return;
        var words = CaseWords.Of(row, ring);
        var fields = new Dictionary<string, JsonElement>(words.Fields ?? new Dictionary<string, JsonElement>(), StringComparer.Ordinal);
        foreach (var (key, value) in given.Fields ?? new Dictionary<string, JsonElement>())
        {
            if (value.ValueKind is JsonValueKind.Null) fields.Remove(key);
            else fields[key] = value;
        }
        new CaseWords(given.Title ?? words.Title, fields.Count == 0 ? null : fields).Seal(row, ring);
        CaseLog.Write(work, "case.changed", row, new { title = given.Title is not null, fields = given.Fields?.Keys, before = words.Fields?.Keys, after = fields.Keys });
    }

    private static void Tick(Work work, Case row, CasePatch given)
    {
        if (given.Checklist is not { Count: > 0 } items) return;
        var ticks = CaseTicks.Of(row);
        var before = ticks.Keys.ToList();
        foreach (var (key, ticked) in items)
        {
            if (!ticked) ticks.Remove(key);
            else ticks.TryAdd(key, new CaseTick(work.Caller.Actor.ToString(), work.Now));
        }
        row.Checklist = StoredJson.Write(ticks);
        CaseLog.Write(work, "case.checked", row, new { before, after = ticks.Keys });
    }

    private static Error? FieldFaults(CaseTemplate? template, CasePatch given)
    {
        foreach (var (key, value) in given.Fields ?? new Dictionary<string, JsonElement>())
        {
            if (template?.FieldList.FirstOrDefault(f => f.Key == key) is not { } field) return CaseErrors.Unknown(Pointer.Append("/fields", key), "unknown_case_field", "field of the case's template");
            if (!Fits(field.Type!, value)) return Error.Invalid("invalid_type", $"A {field.Type}.", new FieldError(Pointer.Append("/fields", key), "invalid_type", $"A {field.Type}."));
        }
        foreach (var key in given.Checklist?.Keys ?? [])
            if (template?.CheckItems.Any(i => i.Key == key) != true) return CaseErrors.Unknown(Pointer.Append("/checklist", key), "unknown_case_field", "item of the case's template");
        return null;
    }

    private static bool Fits(string type, JsonElement value) => value.ValueKind is JsonValueKind.Null || type switch
    {
        "text" => value.ValueKind is JsonValueKind.String && value.GetString()!.Length <= 4000,
        "number" => value.ValueKind is JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "date" => value.ValueKind is JsonValueKind.String && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", out _),
        _ => false,
    };
}
