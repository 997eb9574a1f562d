namespace KybPlatform.Screening.Index;

/// <summary>The words of a dictionary that are similar to one word, with their similarities; a word that is not there has similarity 0.</summary>
internal sealed class SimilarTokens(int[] tokens, double[] similarities)
{
    /// <summary>Ascending.</summary>
    public ReadOnlySpan<int> Tokens => tokens;

    public double this[int token]
    {
        get
        {
            var at = Array.BinarySearch(tokens, token);
            return at < 0 ? 0 : similarities[at];
        }
    }
}
