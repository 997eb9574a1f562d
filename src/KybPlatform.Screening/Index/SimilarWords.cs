namespace KybPlatform.Screening.Index;

/// <summary>The words of a table that are similar to one word, with their similarities; a word that is not there has similarity 0.</summary>
internal sealed class SimilarWords(int[] words, double[] similarities)
{
    public static readonly SimilarWords None = new([], []);

    /// <summary>Ascending.</summary>
    public ReadOnlySpan<int> Words => words;

    /// <summary>In the order of the words.</summary>
    public ReadOnlySpan<double> Similarities => similarities;

    public bool IsEmpty => words.Length == 0;

    public double this[int word]
    {
        get
        {
            var at = Array.BinarySearch(words, word);
            return at < 0 ? 0 : similarities[at];
        }
    }
}
