using System.Reflection;
using System.Xml.Linq;
using AwesomeAssertions;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace KybPlatform.UnitTests.Architecture;

public sealed class TypeRules
{
    private static readonly string[] BannedEndings = ["Service", "Manager", "Helper", "Util", "Utils", "Base", "Impl", "Dto", "V2", "Processor"];
    private static readonly string[] BannedFolders = ["Common", "Core", "Shared", "Misc"];

    [Fact]
    public void Classes_are_sealed_or_static_or_the_root_of_a_hierarchy() => Written.Where(IsOpen).Select(t => t.FullName).ShouldBeNone();

    [Fact]
    public void No_type_is_named_after_nothing() => Written.Where(IsBadlyNamed).Select(t => t.FullName).ShouldBeNone();

    [Fact]
    public void No_folder_is_a_drawer_for_everything() =>
        Directory.GetDirectories(Repository.Root, "*", SearchOption.AllDirectories).Select(Repository.Relative)
            .Where(f => !f.Split('/').Any(p => p is "bin" or "obj" or "node_modules" or ".git")).Where(f => BannedFolders.Contains(Path.GetFileName(f))).ShouldBeNone();

    [Fact]
    public void No_source_file_is_longer_than_300_lines_and_no_test_file_than_400()
    {
        TooLong("src", 300).ShouldBeNone();
        TooLong("tests", 400).ShouldBeNone();
    }

    [Fact]
    public void Public_types_of_pure_libraries_contracts_and_entities_say_what_they_promise()
    {
        var promised = Repository.Pure.SelectMany(a => a.GetExportedTypes()).Concat(ApiTypes.Where(t => t.Namespace!.Contains(".Contracts", StringComparison.Ordinal) || t.IsAssignableTo(typeof(ITenantOwned))))
            .Where(t => !t.IsNested && !TypeUses.IsMade(t) && t != typeof(ITenantOwned));

        promised.Where(t => !Documented(t.Assembly).Contains("T:" + t.FullName)).Select(t => t.FullName).ShouldBeNone();
    }

    [Fact]
    public void The_rules_see_types_that_break_them()
    {
        IsOpen(typeof(PlantedOpen)).Should().BeTrue();
        IsOpen(typeof(PlantedRoot)).Should().BeFalse();
        IsOpen(typeof(PlantedBarren)).Should().BeTrue();
        IsBadlyNamed(typeof(PlantedService)).Should().BeTrue();
        IsBadlyNamed(typeof(PlantedRoot)).Should().BeFalse();
        TooLong("tests", 30).Should().Contain(f => f.EndsWith("TypeRules.cs", StringComparison.Ordinal));
        Documented(typeof(Api.KybApi).Assembly).Should().Contain("T:KybPlatform.Api.KybApi").And.NotContain("T:KybPlatform.Api.Tenancy.TenancyModule");
    }

    private static IEnumerable<Type> Written =>
        Repository.Assemblies.SelectMany(a => a.GetTypes()).Where(t => !TypeUses.IsMade(t) && !t.IsAssignableTo(typeof(Migration)) && !t.IsAssignableTo(typeof(ModelSnapshot)));

    private static IEnumerable<Type> ApiTypes => typeof(Api.KybApi).Assembly.GetTypes().Where(t => t.Namespace is not null);

    // An abstract class is there to be derived from; one that nobody derives from is only an open one in disguise.
    private static bool IsOpen(Type type) =>
        type is { IsClass: true, IsSealed: false } && (!type.IsAbstract || !type.Assembly.GetTypes().Any(t => t.BaseType is { } parent && (parent.IsGenericType ? parent.GetGenericTypeDefinition() : parent) == type));

    private static bool IsBadlyNamed(Type type)
    {
        var name = type.Name.Split('`')[0];
        return BannedEndings.Any(e => name.EndsWith(e, StringComparison.Ordinal));
    }

    private static IEnumerable<string> TooLong(string folder, int most) => Repository.CSharp(folder).Where(f => File.ReadLines(f).Count() > most).Select(Repository.Relative);

    private static HashSet<string> Documented(Assembly assembly) =>
        [.. XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            .Where(m => m.Element("summary") is { } summary && !string.IsNullOrWhiteSpace(string.Concat(summary.DescendantNodes().Select(n => n.ToString()))))
            .Select(m => m.Attribute("name")!.Value)];

#pragma warning disable CA1852 // These are open on purpose: the rule must see them.
    private class PlantedOpen;
    private sealed class PlantedService;
    private abstract class PlantedRoot;
    private sealed class PlantedLeaf : PlantedRoot;
    private abstract class PlantedBarren;
#pragma warning restore CA1852
}
