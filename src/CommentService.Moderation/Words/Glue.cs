using System.Collections.Frozen;

namespace CommentService.Moderation.Words;

/// <summary>What people stick to a rude word to make a name or a longer word of it. Written for this project.</summary>
internal static class Glue
{
    private const int MaxParts = 3;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Before = Words(
        """
        the this is that thats its it im iam you your youre ur he hes she shes they we are my our his her their and
        what whata such so some any all no not very too just only really real totally total complete utter absolute absolutely
        mega super ultra uber hyper giga big bigger huge little lil old fat dumb stupid ugly filthy dirty damn bloody fucking
        dear hey hi hello oh ohh omg lol wow yes yeah yo ya hail all
        mr mrs ms miss dr doctor sir lord lady king queen prince captain professor prof president father mother uncle aunt
        mad crazy angry happy sad lazy drunk evil holy great best worst top first only one official not dont be being
        xx xxx go get got give eat love loves hate hates like fake proud pure
        """);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> After = Words(
        """
        s es ed er ers ing ery ish ness y ie ies z zz
        you your u me him her them us it this that all off up the
        king kings queen lord boy boys girl girls guy guys dude bro man men woman lady kid kids baby master boss god
        lover lovers love hater haters hate fan fans face faces head heads brain brains hole holes wit bag bags
        show shows fest storm load loads world nation team gang crew club squad army
        official real tv online live news now today xx xxx x xo lol haha ever always forever again
        for life here there everywhere
        """);

    public static bool IsBefore(ReadOnlySpan<char> text) => IsMadeOf(text, Before, MaxParts);

    public static bool IsAfter(ReadOnlySpan<char> text) => IsMadeOf(text, After, MaxParts);

    private static bool IsMadeOf(ReadOnlySpan<char> text, FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> words, int parts)
    {
        if (text.IsEmpty)
        {
            return true;
        }

        for (var length = Math.Min(text.Length, 12); length > 0 && parts > 0; length--)
        {
            if (words.Contains(text[..length]) && IsMadeOf(text[length..], words, parts - 1))
            {
                return true;
            }
        }

        return false;
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words(string text) =>
        text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToFrozenSet(StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
}
