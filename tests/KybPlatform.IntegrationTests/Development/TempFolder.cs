namespace KybPlatform.IntegrationTests.Development;

/// <summary>A folder of one test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kyb-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        var place = new DirectoryInfo(this["postgres"]).LinkTarget;
        Directory.Delete(Path, recursive: true);
        if (place is not null) Directory.Delete(place, recursive: true);
    }
}
