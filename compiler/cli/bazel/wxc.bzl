"""`wxc_app`: a WeChat mini program as a folder of static files, built by a persistent worker where Bazel starts one."""

def _wxc_app_impl(ctx):
    out = ctx.actions.declare_directory(ctx.label.name)
    args = ctx.actions.args()
    args.add("build")
    args.add(ctx.label.package or ".")
    args.add("-o", out.path)
    args.add_all(ctx.attr.flags)

    # Workers take what changes from one request to the next in a file, one argument on each line.
    args.set_param_file_format("multiline")
    args.use_param_file("@%s", use_always = True)
    ctx.actions.run(
        executable = ctx.executable.wxc,
        arguments = ["worker", args],
        inputs = ctx.files.srcs,
        outputs = [out],
        mnemonic = "WxcBuild",
        progress_message = "Building the mini program %s" % ctx.label,
        execution_requirements = {
            "requires-worker-protocol": "json",
            "supports-multiplex-workers": "1",
            "supports-workers": "1",
        },
    )
    return [DefaultInfo(files = depset([out]))]

wxc_app = rule(
    implementation = _wxc_app_impl,
    doc = "Builds the mini program of this package into a folder of the rule's name.",
    attrs = {
        "srcs": attr.label_list(allow_files = True, mandatory = True, doc = "The files of the mini program: `glob([\"**\"])`. Nothing else is seen."),
        "flags": attr.string_list(doc = "Options of `wxc build`."),
        "wxc": attr.label(allow_single_file = True, executable = True, cfg = "exec", default = "@//tools:wxc", doc = "The program."),
    },
)
