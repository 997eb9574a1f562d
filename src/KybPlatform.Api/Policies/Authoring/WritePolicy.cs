using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Policies.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Authoring;

/// <summary>Makes drafts and edits them.</summary>
internal static class WritePolicy
{
    public const string Example = """
        { "document": { "key": "acme.zw_voice", "title": "Voice, Zimbabwe", "scope": { "country": "ZW", "sender_type": "voice", "applicant": "business" },
          "requirements": [{ "key": "legal_name", "kind": "field", "path": "business.legal_name" }],
          "tests": [{ "name": "a named company", "facts": { "business": { "legal_name": "Acme Messaging Ltd" } }, "expect": { "outcome": "approve" } }] },
          "summary": "Opens voice in Zimbabwe" }
        """;

    public static void Map(RouteGroupBuilder policies)
    {
        policies.MapPost("", CreateAsync).Requires(Scopes.PoliciesWrite).Idempotent()
            .WithSummary("Make a policy of the tenant's own: its first draft").Produces<PolicyVersionResource>(201).ProducesRefusals(400, 413, 415)
            .Refuses(409, "policy_exists", "There are versions of this key already: add one to them.")
            .Refuses(422, "policy_unreadable", "The document cannot be read; every fault has its place.").Refuses(422, "reserved_key", "The key is a word of the API.")
            .ExampleRequest(Example);
        policies.MapPost("/{key}/versions", AddAsync).Requires(Scopes.PoliciesWrite).Idempotent()
            .WithSummary("Draft a new version of a policy, the tenant's or over the pack's").Produces<PolicyVersionResource>(201).ProducesRefusals(400, 409, 413, 415)
            .Refuses(422, "policy_unreadable", "The document cannot be read; every fault has its place.").Refuses(422, "key_differs", "The document's key is not the path's.")
            .ExampleRequest(Example);
        policies.MapPut("/{key}/versions/{version}", ReplaceAsync).Requires(Scopes.PoliciesWrite).Versioned(required: true)
            .WithSummary("Edit a draft").Produces<PolicyVersionResource>().ProducesRefusals(400, 404, 413, 415)
            .Refuses(409, "version_frozen", "Approval was requested for it: make a new version.")
            .Refuses(422, "policy_unreadable", "The document cannot be read; every fault has its place.").Refuses(422, "key_differs", "The document's key is not the path's.")
            .ExampleRequest(Example);
    }

    private static async Task<IResult> CreateAsync(Body<PolicyDraft> body, Work work, IPolicyBook book)
    {
        var read = DraftText.Read(body.Value, key: null);
        if (read.IsRefused(out var fault)) return Refused.Because(fault);
        var key = read.Value.Document.Key;
        if (await work.Db.Set<PolicyVersion>().AnyAsync(v => v.Key == key, work.Canceled)) return await work.RefuseAsync(PolicyErrors.Exists(key));
        return await KeepAsync(work, book, read.Value.Document, read.Value.Text, body.Value.Summary);
    }

    private static async Task<IResult> AddAsync(string key, Body<PolicyDraft> body, Work work, IPolicyBook book)
    {
        var read = DraftText.Read(body.Value, key);
        return read.IsRefused(out var fault) ? Refused.Because(fault) : await KeepAsync(work, book, read.Value.Document, read.Value.Text, body.Value.Summary);
    }

    private static async Task<IResult> ReplaceAsync(string key, string version, Body<PolicyDraft> body, HttpContext http, Work work)
    {
        var read = DraftText.Read(body.Value, key);
        if (read.IsRefused(out var fault)) return Refused.Because(fault);
        if (await VersionNumbers.FindAsync(work.Db, key, version, work.Canceled) is not { } row) return Refused.Because(PolicyErrors.NoVersion);
        if (ETags.Check(http, row, required: true) is { } stale) return Refused.Because(stale);
        if (row.Edit(DraftText.Numbered(read.Value.Document, read.Value.Text, row.Number), work.Caller.Actor.ToString(), work.Now) is { } frozen) return Refused.Because(frozen);
        if (body.Value.Summary is not null) row.Summary = body.Value.Summary;
        work.Record("policy.draft_changed", Named(row));
        return await work.AnswerAsync(200, PolicyVersionResource.From(row, content: true), Keeping.Plainly, etag: row);
    }

    private static async Task<IResult> KeepAsync(Work work, IPolicyBook book, PolicyDocument document, PolicyText text, string? summary)
    {
        var row = await NewAsync(work, book, document, text, PolicyVersionOrigin.Authored, summary);
        return await work.AnswerAsync(201, PolicyVersionResource.From(row, content: true), Keeping.Plainly, $"/v1/policies/{row.Key}/versions/{row.Number}", row);
    }

    /// <summary>Puts a new draft into the unit of work. Two that are made at once get one number, and one of them is refused.</summary>
    internal static async Task<PolicyVersion> NewAsync(Work work, IPolicyBook book, PolicyDocument document, PolicyText text, PolicyVersionOrigin origin, string? summary)
    {
        var inForce = await book.InForceAsync(work.Tenant, work.Now, work.Canceled);
        var number = await VersionNumbers.NextAsync(work.Db, inForce.Pack, document.Key, work.Canceled);
        var row = Row(work, document, text, number, origin, summary);
        work.Record("policy.drafted", Named(row), details: new { origin });
        return row;
    }

    /// <param name="pack">Of an adoption, the pack that is adopted.</param>
    internal static PolicyVersion Row(Work work, PolicyDocument document, PolicyText text, int number, PolicyVersionOrigin origin, string? summary, string? pack = null)
    {
        var numbered = DraftText.Numbered(document, text, number);
        var row = new PolicyVersion
        {
            TenantId = work.Tenant,
            Key = document.Key,
            Number = number,
            Origin = origin,
            Source = numbered.Source,
            Format = numbered.Format,
            Document = numbered.Json,
            IsBase = document.IsBase,
            PackVersion = pack,
            Authors = [work.Caller.Actor.ToString()],
            Summary = summary,
            CreatedAt = work.Now,
            UpdatedAt = work.Now,
        };
        work.Db.Add(row);
        return row;
    }

    /// <summary>How events and the audit trail name a version.</summary>
    internal static string Named(PolicyVersion row) => $"{row.Key}@{row.Number}";
}
