using System.Collections.Immutable;
using System.Text;

namespace KybPlatform.Screening.Lists;

/// <summary>The word tables shipped inside the library: UTF-8 lines, <c>#</c> starts a comment line, blank lines are ignored.</summary>
internal static class DataTable
{
    public static ImmutableArray<string> Lines(string name)
    {
        using var stream = typeof(DataTable).Assembly.GetManifestResourceStream($"data/{name}")
            ?? throw new InvalidOperationException($"The library lacks its table {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = ImmutableArray.CreateBuilder<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                lines.Add(line);
        }
        return lines.ToImmutable();
    }
}
