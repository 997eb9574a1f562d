using System.Collections.Concurrent;
using System.Text;

namespace KybPlatform.Policies.Documents;

/// <summary>Enum members as they are written in documents and results: <c>RequestInformation</c> is <c>request_information</c>.</summary>
public static class SnakeCase
{
    public static string Write<TEnum>(TEnum value) where TEnum : struct, Enum => Names<TEnum>.ByValue[value];

    public static bool TryRead<TEnum>(string text, out TEnum value) where TEnum : struct, Enum => Names<TEnum>.ByName.TryGetValue(text, out value);

    private static class Names<TEnum> where TEnum : struct, Enum
    {
        public static readonly ConcurrentDictionary<TEnum, string> ByValue = new(Enum.GetValues<TEnum>().Select(v => KeyValuePair.Create(v, Snake(v.ToString()))));
        public static readonly Dictionary<string, TEnum> ByName = ByValue.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

        private static string Snake(string name)
        {
            var text = new StringBuilder(name.Length + 4);
            foreach (var c in name)
            {
                if (char.IsUpper(c) && text.Length > 0) text.Append('_');
                text.Append(char.ToLowerInvariant(c));
            }

            return text.ToString();
        }
    }
}
