using System.Globalization;
using System.Text;

namespace CommentService.Moderation.Text;

/// <summary>Characters that show nothing: formats, variation selectors, fillers (Unicode's Default_Ignorable_Code_Point and blank Braille).</summary>
internal static class Invisible
{
    public static bool Contains(Rune rune) => rune.Value switch
    {
        < 0xAD => rune.Value is < ' ' and not ('\n' or '\t') or (>= 0x7F and < 0xA0),
        0xAD or 0x34F or 0x61C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFEFF or 0xFFA0 => true,
        >= 0x180B and <= 0x180F => true,
        >= 0xFE00 and <= 0xFE0F => true,
        >= 0xFFF0 and <= 0xFFF8 => true,
        >= 0xE0000 and <= 0xE0FFF => true,
        _ => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format,
    };
}
