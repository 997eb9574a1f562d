using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace KybPlatform.Api;

/// <summary>
/// The classes of this assembly that are named by a convention. They are found in its metadata: whoever asks the runtime for all types makes it
/// load every one of them, thousands that a start has no use for.
/// </summary>
internal static class NamedTypes
{
    private static readonly Assembly Here = typeof(NamedTypes).Assembly;

    public static unsafe IReadOnlyList<Type> EndingWith(string suffix)
    {
        if (!Here.TryGetRawMetadata(out var blob, out var length)) return [.. Here.GetTypes().Where(t => IsMeant(t, suffix))];
        var metadata = new MetadataReader(blob, length);
        var found = new List<Type>();
        foreach (var handle in metadata.TypeDefinitions)
        {
            if (!metadata.GetString(metadata.GetTypeDefinition(handle).Name).EndsWith(suffix, StringComparison.Ordinal)) continue;
            var type = Here.ManifestModule.ResolveType(MetadataTokens.GetToken(handle));
            if (IsMeant(type, suffix)) found.Add(type);
        }
        return found;
    }

    private static bool IsMeant(Type type, string suffix) => type.Name.EndsWith(suffix, StringComparison.Ordinal) && !type.IsInterface && !type.IsAbstract && !type.IsGenericTypeDefinition;
}
