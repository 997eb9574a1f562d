using FluentValidation;
using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Cases.Setup;

/// <summary>A template as it is made and changed.</summary>
/// <param name="Rule">Which cases follow it; missing takes those that name it.</param>
/// <param name="FourEyes">Its cases are decided by two persons.</param>
public sealed record TemplateContent(
    string? Key, string? Title, string? Rule, int? Position, bool? FourEyes, IReadOnlyList<CaseField>? Fields, IReadOnlyList<CheckItem>? Checklist, IReadOnlyList<ReasonRule>? Reasons);

/// <summary>The one wire shape of a template.</summary>
public sealed record TemplateResource(
    CaseTemplateId Id, string Key, string Title, string? Rule, int Position, bool FourEyes, IReadOnlyList<CaseField> Fields, IReadOnlyList<CheckItem> Checklist,
    IReadOnlyList<ReasonRule> Reasons, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static TemplateResource From(CaseTemplate t) =>
        new(t.Id, t.Key, t.Title, t.Rule, t.Position, t.FourEyes, t.FieldList, t.CheckItems, t.Rules, t.CreatedAt, t.UpdatedAt);
}

internal sealed class TemplateContentValidator : AbstractValidator<TemplateContent>
{
    private static readonly string[] Types = ["text", "number", "boolean", "date"];

    public TemplateContentValidator()
    {
        RuleFor(t => t.Key).AKey();
        RuleFor(t => t.Title).NotEmpty().MaximumLength(200);
        RuleFor(t => t.Rule).ARule();
        RuleFor(t => t.Fields).Must(f => f is null || f.Count <= 100).WithErrorCode("too_long").WithMessage("At most 100.");
        RuleFor(t => t.Fields).Must(f => f is null || f.DistinctBy(i => i.Key).Count() == f.Count).WithErrorCode("invalid_value").WithMessage("Each key once.");
        RuleForEach(t => t.Fields).ChildRules(f =>
        {
            f.RuleFor(i => i.Key).AKey();
            f.RuleFor(i => i.Label).NotEmpty().MaximumLength(200);
            f.RuleFor(i => i.Type).NotNull().Must(t => t is null || Types.Contains(t)).WithErrorCode("unknown_value").WithMessage("Not one of text, number, boolean, date.");
        });
        RuleFor(t => t.Checklist).Must(f => f is null || f.Count <= 100).WithErrorCode("too_long").WithMessage("At most 100.");
        RuleFor(t => t.Checklist).Must(f => f is null || f.DistinctBy(i => i.Key).Count() == f.Count).WithErrorCode("invalid_value").WithMessage("Each key once.");
        RuleForEach(t => t.Checklist).ChildRules(c =>
        {
            c.RuleFor(i => i.Key).AKey();
            c.RuleFor(i => i.Label).NotEmpty().MaximumLength(200);
        });
        RuleForEach(t => t.Reasons).ChildRules(r =>
        {
            r.RuleFor(i => i.Outcome).NotNull().Must(o => o is null or "approve" or "decline").WithErrorCode("unknown_value").WithMessage("Not one of approve, decline.");
            r.RuleForEach(i => i.Allowed).Must(c => c is not null && KybPlatform.Policies.ReasonCodes.IsKnown(c)).WithErrorCode("unknown_reason_code").WithMessage("Not in the catalogue of reason codes.");
        });
    }
}

internal static class ManageTemplates
{
    private const string Example = """
        { "key": "restricted_industries", "title": "Restricted industries", "rule": "\"high_risk_lending\" in case.reasons", "four_eyes": true,
          "fields": [{ "key": "licence_number", "label": "Number of the licence", "type": "text", "required": true }],
          "checklist": [{ "key": "licence_seen", "label": "The licence was seen", "required": true }],
          "reasons": [{ "outcome": "decline", "allowed": ["prohibited_industry"], "required": true }] }
        """;

    public static void Map(RouteGroupBuilder templates)
    {
        templates.MapGet("", ListAsync).Requires(Scopes.CasesRead).Lists().WithSummary("List templates of cases").Produces<Page<TemplateResource>>().ProducesRefusals(422);
        templates.MapGet("/{id}", GetAsync).Requires(Scopes.CasesRead).Versioned().WithSummary("Read a template of cases").Produces<TemplateResource>().ProducesRefusals(404);
        templates.MapPost("", AddAsync).Requires(Scopes.CasesManage).Idempotent().WithSummary("Make a template of cases").Produces<TemplateResource>(201).ProducesRefusals(400, 413, 415, 422)
            .Refuses(409, "already_exists", "There is one of this key.").ExampleRequest(Example);
        templates.MapPut("/{id}", ReplaceAsync).Requires(Scopes.CasesManage).Versioned().WithSummary("Replace what a template says; its key stays").Produces<TemplateResource>().ProducesRefusals(400, 404, 413, 415, 422)
            .ExampleRequest(Example);
        templates.MapDelete("/{id}", DeleteAsync).Requires(Scopes.CasesManage).Versioned().WithSummary("Delete a template that no case ever followed").Produces(204).ProducesRefusals(404)
            .Refuses(409, "in_use", "Cases follow it.");
    }

    private static async Task<IResult> ListAsync(Work work, HttpContext http)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var found = await work.Db.Set<CaseTemplate>().AsNoTracking().NewestFirst(t => t.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        return Answer.Ok(page.Of(found, TemplateResource.From, t => t.Id.Value));
    }

    private static async Task<IResult> GetAsync(string id, Work work) =>
        await FindAsync(work, id) is { } template ? Answer.Ok(TemplateResource.From(template), ETags.Of(template)) : Refused.Because(CaseErrors.NoTemplate);

    private static async Task<IResult> AddAsync(Body<TemplateContent> body, Work work)
    {
        var template = new CaseTemplate
        {
            TenantId = work.Tenant,
            Id = PublicId.New<CaseTemplateId>(work.Now),
            Key = body.Value.Key!,
            Title = body.Value.Title!,
            Fields = "[]",
            Checklist = "[]",
            ReasonRules = "[]",
            CreatedAt = work.Now,
            UpdatedAt = work.Now,
        };
        Take(template, body.Value, work.Now);
        work.Db.Add(template);
        work.Record("case_template.created", template.Id.ToString(), details: new { after = TemplateResource.From(template) });
        return await SetupAnswers.AddedAsync(work, TemplateResource.From(template), $"/v1/case-templates/{template.Id}", template, CaseTemplateConfiguration.KeyIndex);
    }

    private static async Task<IResult> ReplaceAsync(string id, Body<TemplateContent> body, Work work, HttpContext http)
    {
        if (await FindAsync(work, id) is not { } template) return Refused.Because(CaseErrors.NoTemplate);
        if (ETags.Check(http, template) is { } stale) return Refused.Because(stale);
        if (body.Value.Key != template.Key) return Refused.Because(SetupAnswers.KeyStays(template.Key));
        var before = TemplateResource.From(template);
        Take(template, body.Value, work.Now);
        work.Record("case_template.changed", template.Id.ToString(), details: new { before, after = TemplateResource.From(template) });
        return await work.AnswerAsync(200, TemplateResource.From(template), Keeping.Plainly, etag: template);
    }

    private static async Task<IResult> DeleteAsync(string id, Work work, HttpContext http)
    {
        if (await FindAsync(work, id) is not { } template) return Refused.Because(CaseErrors.NoTemplate);
        if (ETags.Check(http, template) is { } stale) return Refused.Because(stale);
        work.Db.Remove(template);
        work.Record("case_template.deleted", template.Id.ToString(), details: new { before = TemplateResource.From(template) });
        return await SetupAnswers.DeletedAsync(work);
    }

    private static void Take(CaseTemplate template, TemplateContent given, DateTimeOffset now)
    {
        (template.Title, template.Rule, template.Position, template.FourEyes, template.UpdatedAt) = (given.Title!, given.Rule, given.Position ?? 0, given.FourEyes ?? false, now);
        (template.Fields, template.Checklist, template.ReasonRules) = (StoredJson.Write(given.Fields ?? []), StoredJson.Write(given.Checklist ?? []), StoredJson.Write(given.Reasons ?? []));
    }

    private static async Task<CaseTemplate?> FindAsync(Work work, string id) =>
        PublicId.TryParse<CaseTemplateId>(id, out var key) ? await work.Db.Set<CaseTemplate>().SingleOrDefaultAsync(t => t.Id == key, work.Canceled) : null;
}
