using KybPlatform.Screening.Lists;
using KybPlatform.Screening.Names;

namespace KybPlatform.Screening.Index;

/// <summary>
/// One listed name in an index. <paramref name="Tokens"/> and <paramref name="Pairs"/> are the numbers of its words, and of neighbours joined, in the
/// dictionary.
/// </summary>
internal sealed record IndexedName(int Entity, string Text, AliasStrength Strength, PreparedName Prepared, int[] Tokens, int[] Pairs);
