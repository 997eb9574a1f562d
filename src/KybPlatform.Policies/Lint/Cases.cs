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
    public bool Implies(Case other) => other.Values.All(o => Values.TryGetValue(o.Key, out var own) && own.IsWithin(o.Value));
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
    public static IReadOnlyList<Case>? Of(CelExpr expression, bool truth) => expression switch
    {
        CelExpr.Literal { Value: CelBool known } => known.Value == truth ? [Case.Any] : [],
        CelExpr.Unary { Symbol: "!" } not => Of(not.Operand, !truth),
        CelExpr.Logical logical when logical.IsAnd == truth => All(logical.Terms.Select(t => Of(t, truth))),
        CelExpr.Logical logical => Either(logical.Terms.Select(t => Of(t, truth))),
        CelExpr.Conditional c => Either(All(Of(c.Test, true), Of(c.Then, truth)), All(Of(c.Test, false), Of(c.Else, truth))),
        _ => Atom(expression, truth),
    };

    public static bool AreNone(CelExpr expression, bool truth) => Of(expression, truth) is { Count: 0 };

    /// <summary>The cases in which all hold. One that was given up is left out, which leaves more cases than there are, never fewer.</summary>
    public static IReadOnlyList<Case>? All(params IEnumerable<IReadOnlyList<Case>?> parts)
    {
        IReadOnlyList<Case> all = [Case.Any];
        var gaveUp = false;
        foreach (var part in parts)
        {
            if (part is null || (long)part.Count * all.Count > 50L * Most)
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
