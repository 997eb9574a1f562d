using System.Globalization;
using KybPlatform.Api.Http;

namespace KybPlatform.Api.Backtests;

internal static class BacktestErrors
{
    public static Error NotFound(string noun) => Error.NotFound(noun);

    public static Error Over(string id, BacktestState state) =>
        Error.Conflict("backtest_over", $"{id} is over ({Persistence.SnakeCase.Of(state)}): there is nothing to stop.");

    public static Error TooMany(int most) => Error.Conflict("too_many_running", string.Create(CultureInfo.InvariantCulture, $"{most} are running already: wait for one, or cancel it."));

    public static Error NoCandidate(int index, string key, int version) => Error.Invalid(
        "no_candidate", "A policy cannot be tried.",
        new FieldError(string.Create(CultureInfo.InvariantCulture, $"/policies/{index}"), "no_candidate",
            string.Create(CultureInfo.InvariantCulture, $"There is no version {version} of {key} that can be tried: none exists, it is a base, or checking it finds errors.")));
}
