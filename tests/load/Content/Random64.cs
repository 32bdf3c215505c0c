namespace CommentService.Load.Content;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): the same sequence from the same seed in every version of .NET, in a nanosecond.</summary>
internal struct Random64(int seed)
{
    private ulong state = (ulong)seed * 0x9E3779B97F4A7C15;

    public int Below(int limit) => (int)(((Next() >> 32) * (ulong)limit) >> 32);

    /// <summary>From 0 up to, not including, 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    private ulong Next()
    {
        var mixed = state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
