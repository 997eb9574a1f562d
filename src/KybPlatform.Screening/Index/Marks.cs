namespace KybPlatform.Screening.Index;

/// <summary>A set of small numbers that is emptied at once: each number remembers the round in which it was added last.</summary>
internal sealed class Marks
{
    private int[] _rounds = [];
    private int _round;

    /// <summary>Empties the set and makes room for numbers below <paramref name="size"/>.</summary>
    public void Clear(int size)
    {
        if (_rounds.Length < size)
            _rounds = new int[size];
        if (++_round == int.MaxValue)
        {
            Array.Clear(_rounds);
            _round = 1;
        }
    }

    /// <summary>False when the number was there already.</summary>
    public bool Add(int number)
    {
        ref var round = ref _rounds[number];
        if (round == _round)
            return false;
        round = _round;
        return true;
    }
}
