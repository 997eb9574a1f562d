using KybPlatform.Policies.Expressions;

namespace KybPlatform.Policies;

/// <summary>A path into facts without lists, taken apart once.</summary>
internal sealed class FactPath
{
    private readonly string[] _parts;

    public FactPath(string path)
    {
        Text = path;
        _parts = [.. path.Split('.').Select(FactReader.Pooled)];
    }

    public string Text { get; }

    /// <summary>Null when unknown. Below something that is known to be absent everything is known to be absent.</summary>
    public CelValue? Read(FactObject root)
    {
        CelObject current = root;
        for (var i = 0; ; i++)
        {
            var value = current.Find(_parts[i]);
            if (i == _parts.Length - 1 || value is null || value.Kind == CelKind.Null || value.Kind == CelKind.Error) return value;
            if (value is not CelObject next) return null;
            current = next;
        }
    }
}
