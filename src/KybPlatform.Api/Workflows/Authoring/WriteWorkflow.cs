using System.Globalization;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Policies.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Workflows.Authoring;

/// <summary>Makes drafts and edits them.</summary>
internal static class WriteWorkflow
{
    public const string Example = """
        { "document": { "key": "acme.review_watch", "title": "Watch reviews that take long", "about": "inquiry",
          "triggers": [{ "event": "inquiry.in_review", "when": "inquiry.country == 'GB'" }],
          "steps": [
            { "key": "wait_for_decision", "kind": "wait", "event": ["inquiry.approved", "inquiry.declined", "inquiry.needs_information"], "for": "72h",
              "on_deadline": [{ "key": "mark", "kind": "tag", "add": ["long_review"] }] }],
          "tests": [{ "name": "decided in time", "event": { "type": "inquiry.in_review" }, "facts": { "inquiry": { "country": "GB" } },
            "outcomes": { "wait_for_decision": { "event": "inquiry.approved" } }, "expect": { "status": "completed", "steps": ["wait_for_decision"] } }] },
          "summary": "Marks what nobody looks at" }
        """;

    public static void Map(RouteGroupBuilder workflows)
    {
        workflows.MapPost("", CreateAsync).Requires(Scopes.WorkflowsWrite).Idempotent()
            .WithSummary("Make a workflow: its first draft").Produces<WorkflowVersionResource>(201).ProducesRefusals(400, 413, 415)
            .Refuses(409, "workflow_exists", "There are versions of this key already: add one to them.")
            .Refuses(422, "workflow_unreadable", "The document cannot be read; every fault has its place.").Refuses(422, "reserved_key", "The key is a word of the API.").ExampleRequest(Example);
        workflows.MapPost("/{key}/versions", AddAsync).Requires(Scopes.WorkflowsWrite).Idempotent()
            .WithSummary("Draft a new version of a workflow, the tenant's or over the product's").Produces<WorkflowVersionResource>(201).ProducesRefusals(400, 409, 413, 415)
            .Refuses(422, "workflow_unreadable", "The document cannot be read; every fault has its place.").Refuses(422, "key_differs", "The document's key is not the path's.").ExampleRequest(Example);
        workflows.MapPut("/{key}/versions/{version}", ReplaceAsync).Requires(Scopes.WorkflowsWrite).Versioned(required: true)
            .WithSummary("Edit a draft").Produces<WorkflowVersionResource>().ProducesRefusals(400, 404, 413, 415)
            .Refuses(409, "version_frozen", "It was published, or approval was requested for it: make a new version.")
            .Refuses(422, "workflow_unreadable", "The document cannot be read; every fault has its place.").Refuses(422, "key_differs", "The document's key is not the path's.").ExampleRequest(Example);
    }

    private static async Task<IResult> CreateAsync(Body<WorkflowDraft> body, Work work)
    {
        var read = WorkflowText.Read(body.Value, key: null);
        if (read.IsRefused(out var fault)) return Refused.Because(fault);
        var key = read.Value.Key;
        if (await work.Db.Set<WorkflowVersion>().AnyAsync(v => v.Key == key, work.Canceled)) return await work.RefuseAsync(WorkflowErrors.Exists(key));
        return await KeepAsync(work, read.Value, body.Value);
    }

    private static async Task<IResult> AddAsync(string key, Body<WorkflowDraft> body, Work work)
    {
        var read = WorkflowText.Read(body.Value, key);
        return read.IsRefused(out var fault) ? Refused.Because(fault) : await KeepAsync(work, read.Value, body.Value);
    }

    private static async Task<IResult> ReplaceAsync(string key, string version, Body<WorkflowDraft> body, HttpContext http, Work work)
    {
        var read = WorkflowText.Read(body.Value, key);
        if (read.IsRefused(out var fault)) return Refused.Because(fault);
        if (await FindAsync(work.Db, key, version, work.Canceled) is not { } row) return Refused.Because(WorkflowErrors.NoVersion);
        if (ETags.Check(http, row, required: true) is { } stale) return Refused.Because(stale);
        if (row.Edit(body.Value.Document!.Value.GetRawText(), work.Caller.Actor.ToString(), work.Now) is { } frozen) return Refused.Because(frozen);
        if (body.Value.Summary is not null) row.Summary = body.Value.Summary;
        work.Record("workflow.draft_changed", Named(row));
        return await work.AnswerAsync(200, WorkflowVersionResource.From(row, null), Keeping.Plainly, etag: row);
    }

    private static async Task<IResult> KeepAsync(Work work, WorkflowDocument document, WorkflowDraft draft)
    {
        var last = await work.Db.Set<WorkflowVersion>().AsNoTracking().Where(v => v.Key == document.Key).MaxAsync(v => (int?)v.Number, work.Canceled) ?? 0;
        var row = new WorkflowVersion
        {
            TenantId = work.Tenant,
            Key = document.Key,
            Number = last + 1,
            Document = draft.Document!.Value.GetRawText(),
            Authors = [work.Caller.Actor.ToString()],
            Summary = draft.Summary,
            CreatedAt = work.Now,
            UpdatedAt = work.Now,
        };
        work.Db.Add(row);
        work.Record("workflow.drafted", Named(row));
        return await work.AnswerAsync(201, WorkflowVersionResource.From(row, null), Keeping.Plainly, string.Create(CultureInfo.InvariantCulture, $"/v1/workflows/{row.Key}/versions/{row.Number}"), row);
    }

    /// <summary>How events and the audit trail name a version.</summary>
    internal static string Named(WorkflowVersion row) => string.Create(CultureInfo.InvariantCulture, $"{row.Key}@{row.Number}");

    /// <summary>The version that a path names; null where there is none.</summary>
    internal static async Task<WorkflowVersion?> FindAsync(PlatformDb db, string key, string version, CancellationToken ct) =>
        int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? await db.Set<WorkflowVersion>().SingleOrDefaultAsync(v => v.Key == key && v.Number == number, ct) : null;
}
