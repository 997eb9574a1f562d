using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using KybPlatform.Api.Tenancy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Cases.Setup;

/// <summary>What a user knows, and whether it is there.</summary>
/// <param name="Countries">Empty or missing for every country.</param>
/// <param name="SenderTypes">Empty or missing for every kind of sender.</param>
/// <param name="MostCases">More are not given to it at a time.</param>
public sealed record ReviewerContent(IReadOnlyList<string>? Countries, IReadOnlyList<string>? SenderTypes, bool? Available, DateTimeOffset? AwayUntil, int? MostCases);

/// <summary>The one wire shape of a reviewer.</summary>
public sealed record ReviewerResource(
    string UserId, IReadOnlyList<string> Countries, IReadOnlyList<string> SenderTypes, bool Available, DateTimeOffset? AwayUntil, int? MostCases, DateTimeOffset? LastAssignedAt, DateTimeOffset UpdatedAt)
{
    internal static ReviewerResource From(ReviewerRow r) =>
        new(new Actor(ActorKind.User, r.UserId).ToString(), r.Countries, r.SenderTypes, r.Available, r.AwayUntil, r.MostCases, r.LastAssignedAt, r.UpdatedAt);
}

/// <summary>All reviewers of a tenant.</summary>
public sealed record Reviewers(IReadOnlyList<ReviewerResource> Data);

internal sealed class ReviewerContentValidator : AbstractValidator<ReviewerContent>
{
    public ReviewerContentValidator()
    {
        RuleFor(r => r.Countries).Must(c => c is null || c.Count <= 300).WithErrorCode("too_long").WithMessage("At most 300.");
        RuleForEach(r => r.Countries).NotEmpty().MaximumLength(10);
        RuleFor(r => r.SenderTypes).Must(c => c is null || c.Count <= 100).WithErrorCode("too_long").WithMessage("At most 100.");
        RuleForEach(r => r.SenderTypes).NotEmpty().MaximumLength(40);
        RuleFor(r => r.MostCases).InclusiveBetween(1, 10_000);
    }
}

/// <summary>Whom queues give cases to by themselves, and what whoever asks for the next case is given.</summary>
internal static class ManageReviewers
{
    public static void Map(RouteGroupBuilder reviewers)
    {
        reviewers.MapGet("", ListAsync).Requires(Scopes.CasesRead).WithSummary("List reviewers with their skills").Produces<Reviewers>();
        reviewers.MapPut("/{user_id}", PutAsync).Requires(Scopes.CasesManage).Versioned()
            .WithSummary("Say what a user knows, and whether it is there").Produces<ReviewerResource>().ProducesRefusals(400, 404, 413, 415, 422)
            .ExampleRequest("""{ "countries": ["GB", "IE"], "sender_types": ["alphanumeric"], "available": true, "most_cases": 20 }""");
    }

    private static async Task<IResult> ListAsync(Work work)
    {
        var rows = await work.Db.Set<ReviewerRow>().AsNoTracking().OrderBy(r => r.UserId).Take(1000).ToListAsync(work.Canceled);
        return Answer.Ok(new Reviewers([.. rows.Select(ReviewerResource.From)]));
    }

    private static async Task<IResult> PutAsync(string user_id, Body<ReviewerContent> body, Work work, HttpContext http, ITenantUsers users)
    {
        if (!await users.MayAsync(work.Db, user_id, Scopes.CasesWork, work.Canceled)) return Refused.Because(Error.NotFound("user who works on cases"));
        var id = UserOf(user_id);
        var row = await work.Db.Set<ReviewerRow>().SingleOrDefaultAsync(r => r.UserId == id, work.Canceled);
        if (row is not null && ETags.Check(http, row) is { } stale) return Refused.Because(stale);
        var before = row is null ? null : ReviewerResource.From(row);
        if (row is null) work.Db.Add(row = new ReviewerRow { TenantId = work.Tenant, UserId = id, UpdatedAt = work.Now });
        var given = body.Value;
        (row.Countries, row.SenderTypes) = ([.. (given.Countries ?? []).Distinct()], [.. (given.SenderTypes ?? []).Distinct()]);
        (row.Available, row.AwayUntil, row.MostCases, row.UpdatedAt) = (given.Available ?? true, given.AwayUntil?.ToUniversalTime(), given.MostCases, work.Now);
        work.Record("case_reviewer.changed", user_id, details: new { before, after = ReviewerResource.From(row) });
        return await work.AnswerAsync(200, ReviewerResource.From(row), Keeping.Plainly, etag: row);
    }

    private static Guid UserOf(string id) => PublicId.TryParse<UserRef>(id, out var key) ? key.Value : Guid.Empty;

    private readonly record struct UserRef(Guid Value) : IPublicId<UserRef>
    {
        public static string Prefix => "usr";
        public static UserRef From(Guid value) => new(value);
    }
}
