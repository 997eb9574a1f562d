using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Policies.Lists;

/// <summary>A new, empty list.</summary>
/// <param name="Key">What expressions call it by: small letters, digits and underscores.</param>
/// <param name="Title">For people.</param>
/// <param name="EntryKind"><c>text</c> (default), <c>domain</c>, <c>phone</c> or <c>identifier</c>: what counts as the same entry.</param>
public sealed record NewPolicyList(string? Key, string? Title, string? EntryKind);

internal sealed class NewPolicyListValidator : AbstractValidator<NewPolicyList>
{
    public NewPolicyListValidator()
    {
        RuleFor(l => l.Key).NotEmpty().Matches("^[a-z][a-z0-9_]{0,59}$").WithErrorCode("malformed_key").WithMessage("Small letters, digits and underscores, 60 at most, a letter first.");
        RuleFor(l => l.Title).NotEmpty().MaximumLength(200);
        RuleFor(l => l.EntryKind).Must(k => k is null || SnakeCase.TryParse<ListEntryKind>(k, out _)).WithErrorCode("unknown_value")
            .WithMessage($"Not one of {string.Join(", ", SnakeCase.All<ListEntryKind>())}.");
    }
}

/// <summary>Makes lists and shows them.</summary>
internal static class ManagePolicyLists
{
    private const int SnapshotsShown = 20;

    public static readonly Error NotFound = Error.NotFound("policy_list");

    public static void Map(RouteGroupBuilder lists)
    {
        lists.MapPost("", CreateAsync).Requires(Scopes.PoliciesWrite).Idempotent().WithSummary("Make a list").Produces<PolicyListResource>(201).ProducesRefusals(409, 422)
            .Refuses(409, "list_exists", "There is a list of this key.")
            .ExampleRequest("""{ "key": "blocked_domains", "title": "Domains that nobody may use", "entry_kind": "domain" }""");
        lists.MapGet("", ListAsync).Requires(Scopes.PoliciesRead).Lists().WithSummary("List the lists").Produces<Page<PolicyListResource>>().ProducesRefusals(422);
        lists.MapGet("/{key}", GetAsync).Requires(Scopes.PoliciesRead).WithSummary("Read a list").Produces<PolicyListResource>().ProducesRefusals(404);
    }

    internal static Task<PolicyList?> FindAsync(PlatformDb db, string key, CancellationToken ct) => db.Set<PolicyList>().SingleOrDefaultAsync(l => l.Key == key, ct);

    private static async Task<IResult> CreateAsync(Body<NewPolicyList> body, Work work)
    {
        if (await FindAsync(work.Db, body.Value.Key!, work.Canceled) is not null) return await work.RefuseAsync(Error.Conflict("list_exists", "There is a list of this key."));
        var list = new PolicyList
        {
            TenantId = work.Tenant,
            Id = PublicId.New<PolicyListId>(work.Now),
            Key = body.Value.Key!,
            Title = body.Value.Title!,
            Kind = body.Value.EntryKind is { } kind ? SnakeCase.Parse<ListEntryKind>(kind) : ListEntryKind.Text,
            CreatedAt = work.Now,
        };
        work.Db.Add(list);
        work.Record("policy_list.created", list.Id.ToString(), details: new { key = list.Key });
        return await work.AnswerAsync(201, PolicyListResource.From(list, []), Keeping.Plainly, $"/v1/policy-lists/{list.Key}");
    }

    private static async Task<IResult> ListAsync(Work work, HttpContext http)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var rows = await work.Db.Set<PolicyList>().AsNoTracking().NewestFirst(l => l.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        return Answer.Ok(page.Of(rows, l => PolicyListResource.From(l), l => l.Id.Value));
    }

    private static async Task<IResult> GetAsync(string key, Work work)
    {
        if (await FindAsync(work.Db, key, work.Canceled) is not { } list) return Refused.Because(NotFound);
        var snapshots = await work.Db.Set<PolicyListSnapshot>().AsNoTracking().Where(s => s.ListId == list.Id).OrderByDescending(s => s.Number).Take(SnapshotsShown).ToListAsync(work.Canceled);
        return Answer.Ok(PolicyListResource.From(list, snapshots));
    }
}
