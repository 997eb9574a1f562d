using System.Reflection;

namespace KybPlatform.UnitTests.Architecture;

/// <summary>The repository that the tests run in: its files, and the assemblies that its projects make.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Source => Path.Combine(Root, "src");

    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.GetFiles(Root, "*.csproj", SearchOption.AllDirectories).Where(f => !IsMade(f)).Order(StringComparer.Ordinal)];

    /// <summary>Assemblies of <c>src</c>, as far as these tests refer to them; the host refers to all and is nobody's reference.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
        [.. Projects.Where(p => p.StartsWith(Source, StringComparison.Ordinal)).Select(p => Path.GetFileNameWithoutExtension(p)).Where(p => p != "KybPlatform.Server").Select(Assembly.Load)];

    /// <summary>Whatever decides is pure: every project of <c>src</c> but the API, the hosts and the pages.</summary>
    public static IReadOnlyList<Assembly> Pure { get; } =
        [.. Assemblies.Where(a => a.GetName().Name is not ("KybPlatform.Api" or "KybPlatform.Web"))];

    public static IEnumerable<string> CSharp(string folder) =>
        Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories).Where(f => !IsMade(f)).Order(StringComparer.Ordinal);

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static bool IsMade(string path) =>
        path.Split('/', '\\').Any(part => part is "bin" or "obj" or "node_modules" or "Migrations" or ".git");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "KybPlatform.sln"))) return folder.FullName;
        throw new InvalidOperationException("The tests run inside the repository.");
    }
}
