using System.Text.Json;
using System.Xml.Linq;
using AwesomeAssertions;
using Xunit;

namespace KybPlatform.UnitTests.Architecture;

public sealed class LicenceRules
{
    private static readonly string[] Allowed = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "PostgreSQL", "ISC", "0BSD", "MS-PL", "Zlib", "Unlicense"];

    [Fact]
    public void Every_package_that_resolves_has_a_licence_that_lets_us_ship_it() =>
        Packages().Select(p => (p.Name, Licence: LicenceOf(p.Folder))).Where(p => !IsAllowed(p.Licence)).Select(p => $"{p.Name}: {p.Licence}").ShouldBeNone();

    [Fact]
    public void Every_project_is_looked_at()
    {
        Repository.Projects.Should().HaveCountGreaterThan(4);
        Packages().Should().Contain(p => p.Name.StartsWith("Npgsql/")).And.Contain(p => p.Name.StartsWith("xunit.v3/"));
    }

    [Fact]
    public void What_the_product_is_measured_against_is_no_part_of_it()
    {
        var (measured, others) = (Assets().Where(IsBenchmarks).SelectMany(InProject).ToList(), Assets().Where(a => !IsBenchmarks(a)).SelectMany(InProject));

        measured.Should().Contain(p => p.Name.StartsWith("RulesEngine/"));
        others.Where(p => p.Name.StartsWith("RulesEngine/", StringComparison.Ordinal)).Select(p => p.Name).ShouldBeNone();
    }

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("MS-PL OR Apache-2.0", true)]
    [InlineData("MIT AND GPL-3.0-only", false)]
    [InlineData("GPL-2.0-only OR MIT", true)]
    [InlineData("AGPL-3.0-only", false)]
    [InlineData("(MIT OR GPL-3.0-only) AND Apache-2.0", true)]
    [InlineData("unknown", false)]
    [InlineData("", false)]
    public void The_rule_sees_a_licence_that_breaks_it(string expression, bool allowed) => IsAllowed(expression).Should().Be(allowed);

    /// <summary>All packages of all restored projects, once, with the folder that each was unpacked into.</summary>
    private static IEnumerable<(string Name, string Folder)> Packages() => Assets().SelectMany(InProject).DistinctBy(p => p.Name);

    private static IEnumerable<string> Assets() => Repository.Projects.Select(p => Path.Combine(Path.GetDirectoryName(p)!, "obj", "project.assets.json")).Where(File.Exists);

    private static bool IsBenchmarks(string assets) => assets.Contains("KybPlatform.Benchmarks", StringComparison.Ordinal);

    private static IEnumerable<(string Name, string Folder)> InProject(string assets)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(assets));
        var folders = document.RootElement.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToList();
        foreach (var library in document.RootElement.GetProperty("libraries").EnumerateObject().Where(l => l.Value.GetProperty("type").GetString() == "package"))
        {
            var path = library.Value.GetProperty("path").GetString()!;
            yield return (library.Name, folders.Select(f => Path.Combine(f, path)).First(Directory.Exists));
        }
    }

    private static string LicenceOf(string folder)
    {
        var metadata = XDocument.Load(Directory.GetFiles(folder, "*.nuspec").Single()).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
        var licence = metadata.Elements().SingleOrDefault(e => e.Name.LocalName == "license");
        return licence?.Attribute("type")?.Value switch
        {
            "expression" => licence.Value,
            "file" => ByText(File.ReadAllText(Path.Combine(folder, licence.Value.Replace('\\', '/')))),
            _ => $"unknown ({metadata.Elements().SingleOrDefault(e => e.Name.LocalName == "licenseUrl")?.Value})",
        };
    }

    private static string ByText(string text) =>
        text.Contains("Permission is hereby granted, free of charge", StringComparison.Ordinal) ? "MIT"
        : text.Contains("Apache License", StringComparison.Ordinal) && text.Contains("Version 2.0", StringComparison.Ordinal) ? "Apache-2.0"
        : "unknown text";

    // SPDX: OR needs one side, AND both; AND binds tighter.
    private static bool IsAllowed(string expression)
    {
        for (var open = expression.LastIndexOf('('); open >= 0; open = expression.LastIndexOf('('))
        {
            var close = expression.IndexOf(')', open);
            expression = expression[..open] + (IsAllowed(expression[(open + 1)..close]) ? Allowed[0] : "refused") + expression[(close + 1)..];
        }
        return expression.Split(" OR ").Any(side => side.Split(" AND ").All(one => Allowed.Contains(one.Trim())));
    }
}
