namespace KybPlatform.Server.Commands;

/// <summary>The command for policies as files: in a tenant's repository, in its CI, on an officer's machine. Needs no database and starts none.</summary>
internal static class KybCommand
{
    public const int Good = 0;
    public const int Findings = 1;
    public const int Misused = 2;

    public const string Usage = """
        kyb policies lint [PATH…]               check documents, laid over the shipped packs
        kyb policies test [PATH…]               check, and run the examples of the documents
        kyb policies diff [FROM] TO             what differs, in sentences; without FROM against the shipped packs
        kyb policies push [PATH…]               make versions of them on a platform and ask for approval
        kyb policies backtest KEY@VERSION       try a version on a platform's own past decisions
        kyb packs stale                         which shipped policies rest on pages of an old state

        PATH is a file or a folder of .yaml, .yml and .json documents; the working folder by default.

          --format text|json|junit|sarif        lint, test; diff and backtest know text and json
          --output FILE                         write the report there
          --warnings-as-errors                  lint, test
          --policy KEY                          test, diff, push: only this policy
          --source                              diff: what the authors wrote, bases not merged in
          --exit-code                           diff: exit with 1 where anything differs
          --url URL, --api-key KEY              push, backtest; else KYB_URL and KYB_API_KEY
          --summary TEXT                        push: what the versions are for
          --draft                               push: do not ask for approval
          --dry-run                             push: check only, and say what would be sent
          --country CC, --sender-type TYPE      backtest: only these decisions
          --from INSTANT, --to INSTANT          backtest: only decisions made then
          --sample N                            backtest: so many decisions; all by default
          --most-flips N                        backtest: exit with 1 where more decisions would change
          --older-than DAYS, --market CC        stale: 180d by default; only this country
          --json, --on DATE                     stale: as JSON; counted from that day instead of today

        Exit codes: 0 nothing found, 1 something found or failed, 2 the command cannot do its work.
        """;

    public static bool IsMeant(string[] arguments) => arguments is ["policies" or "packs", ..];

    public static async Task<int> RunAsync(string[] arguments, TextWriter say, TextWriter complain, CancellationToken ct)
    {
        try
        {
            return arguments switch
            {
                ["policies", "lint", .. var rest] => LintPolicies.Run(rest, say),
                ["policies", "test", .. var rest] => TestPolicies.Run(rest, say),
                ["policies", "diff", .. var rest] => DiffPolicies.Run(rest, say),
                ["policies", "push", .. var rest] => await PushPolicies.RunAsync(rest, say, ct),
                ["policies", "backtest", .. var rest] => await BacktestPolicies.RunAsync(rest, say, ct),
                ["packs", "stale", .. var rest] => StalePacks.Run(rest, say, TimeProvider.System),
                ["packs"] or ["packs", "--help" or "-h" or "help"] => Help(say),
                ["packs", ..] => throw new UsageException($"'{arguments[1]}' is not a command for packs: stale."),
                ["policies"] or ["policies", "--help" or "-h" or "help"] => Help(say),
                _ => throw new UsageException($"'{arguments.ElementAtOrDefault(1)}' is not a command for policies: lint, test, diff, push, backtest."),
            };
        }
        catch (UsageException wrong)
        {
            await complain.WriteLineAsync(wrong.Message);
            return Misused;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            await complain.WriteLineAsync(unreadable.Message);
            return Misused;
        }
    }

    private static int Help(TextWriter say)
    {
        say.WriteLine(Usage);
        return Good;
    }
}
