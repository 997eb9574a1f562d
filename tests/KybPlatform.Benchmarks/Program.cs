using BenchmarkDotNet.Running;
using KybPlatform.Benchmarks.Backtest;
using KybPlatform.Benchmarks.Engines;
using KybPlatform.Benchmarks.Jobs;
using KybPlatform.Benchmarks.Load;
using KybPlatform.Benchmarks.Webhooks;

// dotnet run -c Release --project tests/KybPlatform.Benchmarks -- load          paired ratios against pgbench
// dotnet run -c Release --project tests/KybPlatform.Benchmarks -- engines       the policy engine beside others
// dotnet run -c Release --project tests/KybPlatform.Benchmarks -- --filter '*'  micro-benchmarks
// dotnet run -c Release --project tests/KybPlatform.Benchmarks -- backtest      past decisions a second against COPY; sizes and rounds may follow
// dotnet run -c Release --project tests/KybPlatform.Benchmarks -- jobs          jobs against pgbench with their own statements; rounds may follow
if (args is ["jobs", .. var rounds]) return await JobRun.RunAsync(rounds);
// dotnet run -c Release --project tests/KybPlatform.Benchmarks -- webhooks      deliveries against the same POSTs without a database; rounds may follow
if (args is ["webhooks", .. var turns]) return await WebhookRun.RunAsync(turns);
if (args is ["backtest", .. var sizes]) return await BacktestRun.RunAsync(sizes);
if (args is ["load", .. var rest]) return await LoadRun.RunAsync(rest);
if (args is ["engines", .. var settings]) return EngineRun.Run(settings);
if (args is ["cold"]) return ColdRun.Run();
BenchmarkSwitcher.FromAssembly(typeof(LoadRun).Assembly).Run(args);
return 0;
