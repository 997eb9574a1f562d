using BenchmarkDotNet.Running;
using KybPlatform.Benchmarks.Backtest;
using KybPlatform.Benchmarks.Cases;
using KybPlatform.Benchmarks.Engines;
using KybPlatform.Benchmarks.Jobs;
using KybPlatform.Benchmarks.Load;
using KybPlatform.Benchmarks.Publishing;
using KybPlatform.Benchmarks.Screening;
using KybPlatform.Benchmarks.Webhooks;

// dotnet run -c Release --project tests/KybPlatform.Benchmarks -- load          paired ratios against pgbench; `load 1 1 start`: starts alone
// dotnet run -c Release --project tests/KybPlatform.Benchmarks -- engines       the policy engine beside others
// dotnet run -c Release --project tests/KybPlatform.Benchmarks -- --filter '*'  micro-benchmarks
// dotnet run -c Release --project tests/KybPlatform.Benchmarks -- backtest      past decisions a second against COPY; sizes and rounds may follow
// dotnet run -c Release --project tests/KybPlatform.Benchmarks -- jobs          jobs against pgbench with their own statements, and after churn beside an old snapshot; rounds of both may follow
// dotnet run -c Release --project tests/KybPlatform.Benchmarks -- visibility    how soon every process answers by what was published; publications and processes may follow
if (args is ["visibility", .. var publications]) return await VisibilityRun.RunAsync(publications);
if (args is ["jobs", .. var rounds]) return await JobRun.RunAsync(rounds);
// dotnet run -c Release --project tests/KybPlatform.Benchmarks -- webhooks      deliveries against the same POSTs without a database; rounds may follow
// dotnet run -c Release --project tests/KybPlatform.Benchmarks -- cases         a million cases: pages, claims, figures; how many, and how often it is asked, may follow
if (args is ["webhooks", .. var turns]) return await WebhookRun.RunAsync(turns);
if (args is ["cases", .. var many]) return await CaseRun.RunAsync(many);
// dotnet run -c Release --project tests/KybPlatform.Benchmarks -- screening     the board of the name screening; entities of the large index may follow
// dotnet run -c Release --project tests/KybPlatform.Benchmarks -- monitor       a daily change of a list against 100,000 parties
if (args is ["monitor", .. var parties]) return await MonitorRun.RunAsync(parties);
if (args is ["screening", .. var entities]) return ScreeningRun.Run(entities);
if (args is ["backtest", .. var sizes]) return await BacktestRun.RunAsync(sizes);
if (args is ["load", .. var rest]) return await LoadRun.RunAsync(rest);
if (args is ["engines", .. var settings]) return EngineRun.Run(settings);
if (args is ["cold"]) return ColdRun.Run();
BenchmarkSwitcher.FromAssembly(typeof(LoadRun).Assembly).Run(args);
return 0;
