using System.Text;
using BenchmarkDotNet.Attributes;
using KybPlatform.Policies;
using KybPlatform.UnitTests.Policies;

namespace KybPlatform.Benchmarks;

/// <summary>A policy of 20 requirements of ten kinds, two rules, two risk factors and a table, on facts that satisfy it.</summary>
[MemoryDiagnoser]
public class PolicyEvaluationBenchmarks
{
    private readonly ResolvedPolicy _policy = Example.Resolved;
    private readonly FactDocument _facts = Example.With();
    private readonly byte[] _json = Encoding.UTF8.GetBytes(Example.Facts);
    private readonly EvaluationOptions _plain = Example.Options;
    private readonly EvaluationOptions _traced = Example.Options with { Trace = true };

    [Benchmark(Baseline = true)]
    public PolicyEvaluation Evaluate() => _policy.Evaluate(_facts, _plain);

    [Benchmark]
    public PolicyEvaluation EvaluateWithTrace() => _policy.Evaluate(_facts, _traced);

    [Benchmark]
    public FactDocument ReadFacts() => FactDocument.Parse(_json);

    [Benchmark]
    public VerificationPlan Plan() => _policy.Plan(_facts, _plain);

    [Benchmark]
    public string Receipt() => _policy.Evaluate(_facts, _traced).Receipt();
}
