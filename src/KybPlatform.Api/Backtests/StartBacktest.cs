using FluentValidation;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Jobs;
using KybPlatform.Api.Policies.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KybPlatform.Api.Backtests;

/// <summary>Try versions on past decisions.</summary>
/// <param name="Policies">Tried together, as a set that would be published together.</param>
/// <param name="From">Only decisions made then or later.</param>
/// <param name="To">Only decisions made before.</param>
/// <param name="Sample">So many decisions, drawn by lot and always the same ones; all without it.</param>
public sealed record BacktestRequest(IReadOnlyList<TriedVersion>? Policies, string? Country, string? SenderType, DateTimeOffset? From, DateTimeOffset? To, int? Sample);

internal sealed class BacktestRequestValidator : AbstractValidator<BacktestRequest>
{
    public BacktestRequestValidator()
    {
        TriedVersions.Apply(this, b => b.Policies, b => b.Policies);
        RuleFor(b => b.Sample).InclusiveBetween(1, 10_000_000);
        RuleFor(b => b.To).Must((b, to) => to is null || b.From is null || to > b.From).WithErrorCode("out_of_range").WithMessage("Must lie after from.");
    }
}

/// <summary>Starts a backtest.</summary>
internal static class StartBacktest
{
    public static void Map(RouteGroupBuilder backtests) =>
        backtests.MapPost("", HandleAsync).Requires(Scopes.PoliciesWrite).Idempotent()
            .WithSummary("Try versions of policies on past decisions").Produces<BacktestResource>(201).ProducesRefusals(400, 409, 413, 415, 422)
            .Refuses(409, "too_many_running", "Five are running already: wait for one, or cancel it.")
            .Refuses(422, "no_candidate", "A policy cannot be tried.")
            .ExampleRequest("""{ "policies": [{ "key": "gb.alphanumeric", "version": 2 }], "country": "GB", "sample": 10000 }""");

    private static async Task<IResult> HandleAsync(Body<BacktestRequest> body, Work work, IPolicyBook book)
    {
        var begun = await TriedVersions.BeginAsync(work, book, body.Value, shadow: false);
        if (begun.IsRefused(out var refusal)) return await work.RefuseAsync(refusal);
        work.Db.Enqueue(RunBacktest.Kind, begun.Value.Id.Value, work.Now, priority: JobPriority.Bulk);
        return await work.AnswerAsync(201, BacktestResource.Of(begun.Value, report: false), Keeping.Plainly, $"/v1/backtests/{begun.Value.PublicName}");
    }
}
