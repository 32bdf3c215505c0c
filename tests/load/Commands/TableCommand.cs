namespace CommentService.Load.Commands;
internal static class TableCommand { public static int Run(Arguments a) { a.RefuseUnknown(); return 0; } }
