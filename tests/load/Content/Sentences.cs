using System.Text;
using CommentService.Load.Client;

namespace CommentService.Load.Content;

/// <summary>
/// Made-up comments of 80 to 500 characters: sentences out of frames with words filled in. Nowhere do two words of a frame
/// follow each other, so that no two comments have a phrase in common by more than chance: that would look like a campaign.
/// </summary>
internal sealed class Sentences(int seed)
{
    private const int Shortest = 80;

    // With the longest sentence (under 120) on top, still within 500.
    private const int LongestTarget = 380;

    // N noun, P plural, V verb, A adjective, D adverb.
    private static readonly Frame[] Frames = [.. new[]
    {
        "The {A} {N} {D} {V} {P} near {A} {P}.",
        "Our {N} {V} {P}, and {A} {P} {D} ask {N}.",
        "Every {A} {N} {V} {A} {P} after {N}.",
        "Most {P} {D} want {A} {N} without {P}.",
        "Last {N} {P} met {A} {P} at {N}.",
        "My {N} {D} {V} {A} {N} behind {P}.",
        "Some {P} with {A} {N} count {P}.",
        "No {A} {N} {D} {V} {P} or {N}.",
        "Why {P} {D} need {A} {N} beside {P}?",
        "If {N} {V} {P}, {A} {N} {V} {P}.",
        "While {A} {P} wait, {N} {D} {V} {N}.",
        "Few {P} {D} remember {A} {N} before {N}.",
    }.Select(text => new Frame(text))];

    private Random64 random = new(seed);

    public void AppendTo(RequestBuffer body)
    {
        var start = body.Length;
        var target = Shortest + random.Below(LongestTarget - Shortest);
        Frames[random.Below(Frames.Length)].AppendTo(body, ref random);
        while (body.Length - start < target)
        {
            body.Append((byte)' ');
            Frames[random.Below(Frames.Length)].AppendTo(body, ref random);
        }
    }

    private sealed class Frame
    {
        private readonly (byte[] Text, byte[][] Words)[] parts;

        public Frame(string text)
        {
            var pieces = text.Split('{', '}');
            parts = [.. pieces.Chunk(2).Select(pair => (Encoding.ASCII.GetBytes(pair[0]), pair.Length == 2 ? For(pair[1]) : []))];
        }

        public void AppendTo(RequestBuffer body, ref Random64 random)
        {
            foreach (var (text, words) in parts)
            {
                body.Append(text);
                if (words.Length > 0)
                {
                    body.Append(words[random.Below(words.Length)]);
                }
            }
        }

        private static byte[][] For(string slot) => slot switch
        {
            "N" => Words.Nouns,
            "P" => Words.Plurals,
            "V" => Words.Verbs,
            "A" => Words.Adjectives,
            _ => Words.Adverbs,
        };
    }
}
