namespace KybPlatform.UnitTests.Identifiers;

/// <summary>Finds optional data beside the repository: the folder named by KYB_SHARED, or <c>../shared</c> next to the solution. Null when there is none.</summary>
internal static class SharedData
{
    public static string? File(params string[] path)
    {
        var root = Environment.GetEnvironmentVariable("KYB_SHARED") ?? BesideSolution();
        var file = root is null ? null : Path.Combine([root, "data", .. path]);
        return System.IO.File.Exists(file) ? file : null;
    }

    private static string? BesideSolution()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "KybPlatform.sln")))
                return folder.Parent is { } parent ? Path.Combine(parent.FullName, "shared") : null;
        }

        return null;
    }
}
