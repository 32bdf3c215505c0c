using System.Text;
using CommentService.Load.Client;

namespace CommentService.Load.Content;

/// <summary>
/// Made-up comments of 80 to 500 characters: sentences out of frames with words filled in. At least a dozen free words
/// out of hundreds make each one different from every other.
/// </summary>
internal sealed class Sentences(int seed)
{
    private const int Shortest = 80;

    // With the longest sentence (under 120) on top, still within 500.
    private const int LongestTarget = 380;

    // N noun, P plural, V verb, A adjective, D adverb.
    private static readonly Frame[] Frames = [.. new[]
    {
        "The {A} {N} {D} {V} the {N} of every {A} {N}.",
        "I live near the {A} {N}, and our {N} {D} {V} the {P}.",
        "Has anyone asked the {P} whether this {N} {V} their {N}?",
        "In my {N} the {A} {P} were always better than the {N}.",
        "My {A} {N} {V} the {N}, but the {N} {D} {V} it.",
        "What the {N} {D} {V} is the {A} {N} beside the {N}.",
        "Thank you for the {A} {N}; the {N} about {P} {V} a lot.",
        "Most {P} here want the {A} {N} back, not the {N}.",
        "That {N} {D} {V} what the {A} {N} said about {P}.",
        "Last {N} the {P} met at the {N} because the {N} {V} them.",
        "If the {N} {V} the {A} {N}, the {P} will notice.",
        "We counted {P} for the {N}, and the {A} {N} {V} it.",
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
