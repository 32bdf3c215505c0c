namespace CommentService.Browser.Running;

/// <summary>Texts that would run as script on a page that takes any of them for markup.</summary>
internal static class Xss
{
    public static IReadOnlyList<string> Texts { get; } =
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
        "\"><script>alert(1)</script>", "'><img src=x onerror=alert(1)>", "\" onmouseover=\"alert(1)", "' autofocus onfocus='alert(1)", "</textarea><script>alert(1)</script>",
        "</title><script>alert(1)</script>", "<iframe src=javascript:alert(1)>", "<a href=\"javascript:alert(1)\">x</a>", "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
        "<details open ontoggle=alert(1)>", "<body onload=alert(1)>", "<input onfocus=alert(1) autofocus>", "<video><source onerror=alert(1)></video>", "<object data=\"javascript:alert(1)\">",
        "<form action=javascript:alert(1)><button>x</button></form>", "<base href=//evil.example/>", "<link rel=stylesheet href=//evil.example/x.css>", "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<style>@import'//evil.example';</style>", "{{constructor.constructor('alert(1)')()}}", "${alert(1)}", "{{comments}}", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;img src=x onerror=alert(1)&#62;",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<template><script>alert(1)</script></template>", "<!--><img src=x onerror=alert(1)>-->", "<![CDATA[<script>alert(1)</script>]]>",
    ];
}
