// The styles travel inside a script, which the builder minifies; what is inside its strings it leaves alone.
module.exports = {
  module: { rules: [{ test: /\.css$/, enforce: 'pre', loader: 'builtin:lightningcss-loader', options: { minify: true } }] }
};
