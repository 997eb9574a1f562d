using KybPlatform.Api.Backtests.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Http.OpenApi;
using KybPlatform.Api.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace KybPlatform.Api.Backtests;

/// <summary>Reads backtests or shadow evaluations, and stops them. Each knows the ids of its own kind only.</summary>
/// <param name="show">Makes the wire shape, with the report or without.</param>
internal sealed class ReadBacktests<TId, TResource>(bool shadows, string noun, Func<Backtest, bool, TResource> show) where TId : struct, IPublicId<TId>
{
    public void Map(RouteGroupBuilder group, string stop)
    {
        group.MapGet("", ListAsync).Requires(Scopes.PoliciesRead).Lists("state").TakesQuery("state", "Only those in this state.", SnakeCase.All<BacktestState>()).WithSummary($"List {noun}s").Produces<Page<TResource>>().ProducesRefusals(422);
        group.MapGet("/{id}", GetAsync).Requires(Scopes.PoliciesRead).WithSummary($"Read a {noun} with its report").Produces<TResource>().ProducesRefusals(404);
        group.MapPost("/{id}/" + stop, StopAsync).Requires(Scopes.PoliciesWrite).Idempotent()
            .WithSummary($"Stop a {noun}; what was counted stays").Produces<TResource>().ProducesRefusals(400, 404, 409, 422)
            .Refuses(409, "backtest_over", "It is over: there is nothing to stop.");
    }

    private async Task<IResult> ListAsync(string? state, Work work, HttpContext http)
    {
        var page = PageQuery.Read(http);
        if (page.Error is { } error) return Refused.Because(error);
        var rows = work.Db.Set<Backtest>().AsNoTracking().Where(b => b.IsShadow == shadows);
        if (state is not null)
        {
            if (!SnakeCase.TryParse<BacktestState>(state, out var wanted)) return Refused.Because(UnknownState(state));
            rows = rows.Where(b => b.State == wanted);
        }
        var found = await rows.NewestFirst(b => b.Id, page.After).Take(page.Limit + 1).ToListAsync(work.Canceled);
        return Answer.Ok(page.Of(found, b => show(b, false), b => b.Id.Value));
    }

    private async Task<IResult> GetAsync(string id, Work work) =>
        await FindAsync(work, id) is { } backtest ? Answer.Ok(show(backtest, true)) : Refused.Because(BacktestErrors.NotFound(noun));

    private async Task<IResult> StopAsync(string id, [OptionalBody] Body<EmptyRequest> body, Work work)
    {
        if (await FindAsync(work, id) is not { } backtest) return Refused.Because(BacktestErrors.NotFound(noun));
        if (backtest.Cancel(work.Now) is { } over) return await work.RefuseAsync(over);
        work.Record(shadows ? "shadow_evaluation.stopped" : "backtest.canceled", backtest.PublicName);
        return await work.AnswerAsync(200, show(backtest, true), Keeping.Plainly);
    }

    private async Task<Backtest?> FindAsync(Work work, string id)
    {
        if (!PublicId.TryParse<TId>(id, out var named)) return null;
        var key = new BacktestId(named.Value);
        return await work.Db.Set<Backtest>().SingleOrDefaultAsync(b => b.Id == key && b.IsShadow == shadows, work.Canceled);
    }

    private static Error UnknownState(string given)
    {
        var detail = $"Not a known value.{Nearest.Hint(given, SnakeCase.All<BacktestState>())}";
        return Error.Invalid("unknown_value", detail, new FieldError("?state", "unknown_value", detail)) with { OfShape = true };
    }
}
