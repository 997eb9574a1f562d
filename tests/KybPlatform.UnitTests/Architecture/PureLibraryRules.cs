using System.Reflection;
using AwesomeAssertions;
using Xunit;

namespace KybPlatform.UnitTests.Architecture;

public sealed class PureLibraryRules
{
    private static readonly string[] ForeignAssemblies =
        ["Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "Microsoft.Extensions", "Npgsql", "System.Net.Http", "System.Net.Sockets", "System.Data", "KybPlatform.Api", "DnsClient"];

    private static readonly Type[] ForeignTypes =
    [
        typeof(File), typeof(Directory), typeof(FileInfo), typeof(DirectoryInfo), typeof(FileStream), typeof(FileSystemInfo), typeof(Console), typeof(TimeProvider),
        typeof(System.Diagnostics.Process), typeof(System.Diagnostics.Stopwatch), typeof(System.Net.Http.HttpClient), typeof(System.Net.Dns),
        typeof(System.Net.Sockets.Socket), typeof(Thread), typeof(Timer), typeof(Random), typeof(System.Security.Cryptography.RandomNumberGenerator),
    ];

    // Of otherwise harmless types: what reads a clock or the machine.
    private static readonly (Type Of, string Member)[] ForeignMembers =
    [
        (typeof(DateTime), "get_UtcNow"), (typeof(DateTime), "get_Now"), (typeof(DateTime), "get_Today"), (typeof(DateTimeOffset), "get_UtcNow"),
        (typeof(DateTimeOffset), "get_Now"), (typeof(Guid), "NewGuid"), (typeof(Environment), "GetEnvironmentVariable"), (typeof(Environment), "get_TickCount64"),
        (typeof(Environment), "get_TickCount"), (typeof(Environment), "get_MachineName"), (typeof(Task), "Delay"),
    ];

    [Fact]
    public void Pure_libraries_are_there() =>
        Repository.Pure.Select(a => a.GetName().Name).Should().Contain(["KybPlatform.Policies", "KybPlatform.Screening", "KybPlatform.Identifiers"]);

    [Fact]
    public void Pure_libraries_refer_to_no_web_no_database_no_host_and_not_to_each_other()
    {
        var arrows = Repository.Pure.SelectMany(a => a.GetReferencedAssemblies().Select(r => (From: a.GetName().Name!, To: r.Name!)));

        arrows.Where(a => IsForeign(a.To) || a.To.StartsWith("KybPlatform.", StringComparison.Ordinal)).ShouldBeNone();
    }

    [Fact]
    public void Pure_libraries_touch_no_file_no_network_no_clock_and_no_chance() => Repository.Pure.SelectMany(TypeUses.In).Where(IsForeign).ShouldBeNone();

    [Fact]
    public void The_rules_see_code_that_breaks_them()
    {
        var uses = TypeUses.By(typeof(Planted));

        uses.Where(IsForeign).Select(u => (u.Of, u.Member)).Should().Contain([(typeof(File), "ReadAllText"), (typeof(TimeProvider), "get_System"), (typeof(Environment), "GetEnvironmentVariable")]);
        IsForeign("Npgsql.EntityFrameworkCore.PostgreSQL").Should().BeTrue();
        IsForeign("System.Collections").Should().BeFalse();
    }

    private static bool IsForeign(string assembly) => ForeignAssemblies.Any(f => assembly == f || assembly.StartsWith(f + ".", StringComparison.Ordinal));

    private static bool IsForeign(Use use) => ForeignTypes.Contains(use.Of) || ForeignMembers.Any(m => m.Of == use.Of && m.Member == use.Member);

    private static class Planted
    {
        public static IEnumerable<string?> Lazily()
        {
            yield return File.ReadAllText("x");
            Func<object> clock = () => TimeProvider.System;
            yield return clock().ToString();
            yield return Environment.GetEnvironmentVariable("x");
        }
    }
}
