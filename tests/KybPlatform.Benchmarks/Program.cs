using BenchmarkDotNet.Running;
using KybPlatform.Benchmarks.Load;

// dotnet run -c Release --project tests/KybPlatform.Benchmarks -- load          paired ratios against pgbench
// dotnet run -c Release --project tests/KybPlatform.Benchmarks -- --filter '*'  micro-benchmarks
if (args is ["load", .. var rest]) return await LoadRun.RunAsync(rest);
BenchmarkSwitcher.FromAssembly(typeof(LoadRun).Assembly).Run(args);
return 0;
