using System.Text;
using AwesomeAssertions;
using KybPlatform.Policies.Expressions;
using KybPlatform.Policies.Expressions.Execution;
using KybPlatform.Policies.Expressions.Patterns;
using Xunit;

namespace KybPlatform.UnitTests.Expressions;

public sealed class PatternTests
{
    [Theory]
    [InlineData("foo.*", "a foobar", true)]
    [InlineData("^foo$", "foo\n", false)]
    [InlineData("^foo$", "foo", true)]
    [InlineData("(?m)^b$", "a\nb\nc", true)]
    [InlineData("^b$", "a\nb\nc", false)]
    [InlineData("^.$", "😀", true)]
    [InlineData("^[^a]$", "😀", true)]
    [InlineData("^[😀-😂]$", "😁", true)]
    [InlineData("^[^😀-😂]$", "😁", false)]
    [InlineData("^[^😀-😂]$", "😃", true)]
    [InlineData("^\\x{1F600}$", "😀", true)]
    [InlineData("^\\d+$", "٣", false)]
    [InlineData("^\\w+$", "é", false)]
    [InlineData("^\\W$", "é", true)]
    [InlineData("^\\W$", "😀", true)]
    [InlineData("^\\s$", "\u00a0", false)]
    [InlineData("^[[:alpha:]]+$", "abc", true)]
    [InlineData("^[[:^digit:]]+$", "a1", false)]
    [InlineData("^[\\d\\-x]+$", "1-x", true)]
    [InlineData("^\\p{Lu}\\pL$", "Éa", true)]
    [InlineData("^\\P{Lu}$", "É", false)]
    [InlineData("^\\p{Greek}+$", "Ωμέγα", true)]
    [InlineData("^\\p{Greek}$", "a", false)]
    [InlineData("^\\p{Greek}$", "\u00B5", false)]
    [InlineData("^\\p{^Latin}+$", "Жук", true)]
    [InlineData("^\\P{Cyrillic}$", "Ж", false)]
    [InlineData("^[\\p{Han}\\p{Hiragana}]+$", "日本の", true)]
    [InlineData("^[^\\p{Han}]$", "本", false)]
    [InlineData("^\\p{Old_Italic}$", "𐌀", true)]
    [InlineData("^\\p{Any}$", "\n", true)]
    [InlineData("^\\P{Any}$", "a", false)]
    [InlineData("(?i)^\\p{Lu}$", "a", true)]
    [InlineData("(?i)^\\P{Lu}$", "a", false)]
    [InlineData("(?i)^\\P{Lu}$", "A", false)]
    [InlineData("(?i)^\\P{Lu}$", "1", true)]
    [InlineData("(?i)^[^\\P{Lu}]$", "a", true)]
    [InlineData("(?i)^\\w$", "\u212A", true)]
    [InlineData("(?i)^\\W$", "\u017F", false)]
    [InlineData("(?i)^\\D$", "1", false)]
    [InlineData("(?i)^[[:^alpha:]]$", "\u017F", false)]
    [InlineData("(?i)^\u212A$", "k", true)]
    [InlineData("(?i)^σ$", "ς", true)]
    [InlineData("(?i)^\\p{Greek}$", "\u00B5", true)]
    [InlineData("(?i)straSSe", "STRASSE", true)]
    [InlineData("^(?P<year>[0-9]{4})-(?:0[1-9]|1[0-2])$", "2026-11", true)]
    [InlineData("^a{2,3}$", "aaaa", false)]
    [InlineData("^a{,3}$", "a{,3}", true)]
    [InlineData("^\\Qa.b\\E$", "a.b", true)]
    [InlineData("^\\Qa.b\\E$", "axb", false)]
    [InlineData("^a+?b$", "aab", true)]
    [InlineData("^[]a]$", "]", true)]
    [InlineData("(?s)^a.b$", "a\nb", true)]
    [InlineData("\\bcat\\b", "a cat.", true)]
    [InlineData("\\bcat\\b", "concatenate", false)]
    [InlineData("\\bé", "é", false)]
    [InlineData("a\\Bb", "ab", true)]
    [InlineData("^(?:a*)*$", "aaaa", true)]
    [InlineData("^(a|b)*c?$", "abab", true)]
    [InlineData("^(a?){3}$", "aaaa", false)]
    [InlineData("^x{2,}$", "xxxxx", true)]
    [InlineData("^x{0}$", "", true)]
    [InlineData("(?i)^[^k]$", "K", false)]
    [InlineData("(?i:a)b", "AB", false)]
    [InlineData("(?-i)a", "A", false)]
    [InlineData("a|b|", "zzz", true)]
    [InlineData("^(?:a|ab)(?:c|bcd)$", "abcd", true)]
    [InlineData("^a.b$", "a\nb", false)]
    [InlineData("", "anything", true)]
    [InlineData("^(|a)b$", "b", true)]
    public void Patterns_have_the_meaning_of_RE2(string pattern, string text, bool isMatch)
    {
        var regex = Pattern.Compile(pattern, 500, out var problem);
        regex.Should().NotBeNull(problem);
        regex!.IsMatch(CelFrame.Rent(CelFacts.None, 0, CelLimits.Default), text).Should().Be(isMatch);
    }

    [Theory]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("*a")]
    [InlineData("a**")]
    [InlineData("(?=a)")]
    [InlineData("(?!a)")]
    [InlineData("(?<=a)b")]
    [InlineData("(?>a)")]
    [InlineData("(a)\\1")]
    [InlineData("a{1001}")]
    [InlineData("a{3,2}")]
    [InlineData("((a{100}){100}){100}")]
    [InlineData("[b-a]")]
    [InlineData("\\p{greek}")]
    [InlineData("\\p{Klingon}")]
    [InlineData("\\p{}")]
    [InlineData("\\p{^}")]
    [InlineData("\\p{^^Greek}")]
    [InlineData("\\")]
    [InlineData("\\y")]
    [InlineData("\\x{110000}")]
    [InlineData("[[:nothing:]]")]
    [InlineData("(?x)a b")]
    public void What_RE2_does_not_know_is_refused(string pattern)
    {
        Pattern.Compile(pattern, 500, out var problem).Should().BeNull();
        problem.Should().NotBeEmpty();
    }

    [Fact]
    public void Every_script_has_its_own_code_points()
    {
        var owners = new Dictionary<int, string>();
        foreach (var name in PatternScripts.Names)
        {
            var (script, found) = (PatternScripts.Find(name)!, 0);
            for (var c = 0; c < 0x30000; c++)
            {
                if (!Rune.IsValid(c) || !script.Contains(new Rune(c))) continue;
                found++;
                owners.TryAdd(c, name).Should().BeTrue("{0:X} is {1} and not {2}", c, owners[c], name);
            }

            found.Should().BePositive("{0} writes something", name);
        }

        owners.Should().HaveCountGreaterThan(139_000);
        (owners['a'], owners['α'], owners['ж'], owners['1'], owners[0x301], owners['中']).Should().Be(("Latin", "Greek", "Cyrillic", "Common", "Inherited", "Han"));
    }

    [Fact]
    public void A_script_that_is_not_there_is_named() =>
        Cel.Issues("'a'.matches(r'\\p{Klingon}')").Should().ContainSingle().Which.Message.Should().Contain("'Klingon'");

    [Fact]
    public void A_written_pattern_is_checked_when_it_is_compiled() =>
        Cel.Issues("'a'.matches('(a')").Should().ContainSingle().Which.Code.Should().Be(CelIssueCodes.InvalidPattern);

    [Fact]
    public void A_computed_pattern_is_checked_when_it_is_used()
    {
        Cel.ShouldFail("'a'.matches(f.p)", CelErrorCodes.InvalidPattern, """{"f": {"p": "(a"}}""");
        Cel.ShouldFail("'a'.matches(f.p)", CelErrorCodes.InvalidPattern, """{"f": {"p": "LONG"}}""".Replace("LONG", new string('a', 501), StringComparison.Ordinal));
        Cel.ShouldHold("matches('xab', f.p)", """{"f": {"p": "a[a-c]"}}""");
    }
}
