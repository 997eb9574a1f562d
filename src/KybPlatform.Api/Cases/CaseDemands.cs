using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Cases.Setup;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Privacy;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Cases;

/// <summary>What a case's template asks for before it ends: fields filled, items ticked, reasons that it knows.</summary>
internal static class CaseDemands
{
    public static async Task<Error?> UnmetAsync(Work work, Case row, Verdict verdict, SubjectVault vault)
    {
        if (row.TemplateId is not { } id) return null;
        var template = await work.Db.Set<CaseTemplate>().AsNoTracking().SingleAsync(t => t.Id == id, work.Canceled);
        var ring = await vault.RingAsync(work.Db, work.Tenant, [row.SealedFor], work.Canceled);
        return Unmet(template, CaseWords.Of(row, ring), CaseTicks.Of(row), SnakeCase.Of(verdict.Outcome), verdict.ReasonCodes);
    }

    public static Error? Unmet(CaseTemplate template, CaseWords words, IReadOnlyDictionary<string, CaseTick> ticks, string outcome, IReadOnlyList<string> reasons)
    {
        var open = template.CheckItems.Where(i => i.Required && !ticks.ContainsKey(i.Key!)).Select(i => i.Key!).ToList();
        if (open.Count > 0) return CaseErrors.ChecklistOpen(open);
        var missing = template.FieldList.Where(f => f.Required && words.Fields?.ContainsKey(f.Key!) != true).Select(f => f.Key!).ToList();
        if (missing.Count > 0) return CaseErrors.FieldsMissing(missing);
        foreach (var rule in template.Rules.Where(r => r.Outcome == outcome))
        {
            if (rule.Required && reasons.Count == 0)
                return Error.Invalid("required", "The case's template asks for a reason.", new FieldError("/reason_codes", "required", "The case's template asks for a reason."));
            if (rule.Allowed is { Count: > 0 } allowed && reasons.FirstOrDefault(r => !allowed.Contains(r)) is { } strange) return CaseErrors.ReasonNotAllowed(strange);
        }
        return null;
    }
}

/// <summary>Who ticked an item of a checklist, and when.</summary>
public sealed record CaseTick(string By, DateTimeOffset At);

internal static class CaseTicks
{
    public static Dictionary<string, CaseTick> Of(Case row) => StoredJson.Read<Dictionary<string, CaseTick>>(row.Checklist);
}
