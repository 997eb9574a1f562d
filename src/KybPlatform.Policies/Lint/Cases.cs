using System.Collections.Immutable;
using KybPlatform.Policies.Expressions;
using KybPlatform.Policies.Expressions.Syntax;

namespace KybPlatform.Policies.Lint;

/// <summary>One way for a condition to come true: what each expression that it names must be. All of it must hold together.</summary>
internal sealed record Case(ImmutableDictionary<string, ValueSet> Values)
{
    public static Case Any { get; } = new(ImmutableDictionary.Create<string, ValueSet>(StringComparer.Ordinal));

    /// <summary>The case with one more demand; null when it cannot hold with the others.</summary>
    public Case? And(string key, ValueSet values)
    {
        var both = Domains.Narrow(key, Values.TryGetValue(key, out var known) ? known.Intersect(values) : values.Intersect(Domains.Of(key)));
        return both.IsEmpty ? null : new(Values.SetItem(key, both));
    }

    public Case? And(Case other)
    {
        var both = this;
        foreach (var (key, values) in other.Values)
        {
            both = both.And(key, values);
            if (both is null) return null;
        }

        return both;
    }

    /// <summary>True when whatever satisfies this case satisfies the other one.</summary>
    /// <param name="effort">What looking costs is taken from it; false where nothing is left.</param>
    public bool Implies(Case other, Effort effort) => effort.Takes(1) && other.Values.All(o => Values.TryGetValue(o.Key, out var own) && own.IsWithin(o.Value));
}

/// <summary>
/// All ways for a condition to be true, or to be false: its disjunctive normal form over atoms. An atom says of one expression (a path, a size, an age, the
/// distance of two dates, or any call as it is written) what its value must be, so comparisons with constants, <c>in</c>, <c>has</c>, truths
/// and orders are decided exactly, and what is not understood is a free variable that is only ever equal to itself.
///
/// Sound in one direction: no case left means that the condition never comes out so, whatever the facts. Errors and unknowns are neither true nor
/// false and therefore in no case. More than <see cref="Most"/> cases are given up, and a condition that was given up is not judged.
/// </summary>
internal static class Cases
{
    public const int Most = 200;

    /// <summary>The cases in which the expression is <paramref name="truth"/>; empty when there is none; null when there are too many to tell.</summary>
    public static IReadOnlyList<Case>? Of(CelExpr expression, bool truth, Effort effort) => expression switch
    {
        CelExpr.Literal { Value: CelBool known } => known.Value == truth ? [Case.Any] : [],
        CelExpr.Unary { Symbol: "!" } not => Of(not.Operand, !truth, effort),
        CelExpr.Logical logical when logical.IsAnd == truth => All(effort, logical.Terms.Select(t => Of(t, truth, effort))),
        CelExpr.Logical logical => Either(logical.Terms.Select(t => Of(t, truth, effort))),
        CelExpr.Conditional c => Either(All(effort, Of(c.Test, true, effort), Of(c.Then, truth, effort)), All(effort, Of(c.Test, false, effort), Of(c.Else, truth, effort))),
        _ => Atom(expression, truth),
    };

    public static bool AreNone(CelExpr expression, bool truth, Effort effort) => Of(expression, truth, effort) is { Count: 0 };

    /// <summary>The cases in which all hold. One that was given up is left out, which leaves more cases than there are, never fewer.</summary>
    public static IReadOnlyList<Case>? All(Effort effort, params IEnumerable<IReadOnlyList<Case>?> parts)
    {
        IReadOnlyList<Case> all = [Case.Any];
        var gaveUp = false;
        foreach (var part in parts)
        {
            if (part is null || (long)part.Count * all.Count > 50L * Most || !effort.Takes(part.Count * all.Count))
            {
                gaveUp = true;
                continue;
            }

            all = [.. all.SelectMany(a => part.Select(a.And)).OfType<Case>()];
            if (all.Count == 0) return all;
            if (all.Count > Most) return null;
        }

        return gaveUp ? null : all;
    }

    private static List<Case>? Either(params IEnumerable<IReadOnlyList<Case>?> parts)
    {
        var either = new List<Case>();
        foreach (var part in parts)
        {
            if (part is null) return null;
            either.AddRange(part);
            if (either.Count > Most) return null;
        }

        return either;
    }

    private static Case[] Atom(CelExpr expression, bool truth)
    {
        var (key, values) = Atoms.Read(expression, truth);
        return Case.Any.And(key, values) is { } one ? [one] : [];
    }
}

/// <summary>
/// What all checks of one policy may cost together, in pairs of cases that are looked at. After that conditions are given up, as those with too many cases are:
/// something may be missed then, and nobody waits for minutes.
/// </summary>
internal sealed class Effort
{
    private long _left = 1_000_000;

    /// <summary>False when there is not so much left.</summary>
    public bool Takes(long pairs) => (_left -= pairs) >= 0;
}
