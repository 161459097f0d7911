//! Applies patches (`runtime-shim/src/protocol/ops.ts`) to a document tree, by the view's rules.

use crate::dom::{Dom, Kind, NodeId, parse_template};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::Value;

const DEFINE: u64 = 1;
const CREATE: u64 = 2;
const CREATE_MANY: u64 = 3;
const INSERT: u64 = 4;
const REMOVE: u64 = 5;
const FREE: u64 = 6;
const CLEAR: u64 = 7;
const SET: u64 = 8;
const DETACH: u64 = 9;
const HOST: u64 = 10;
const OWN: u64 = 11;
const PAGE: u64 = 12;
const HOST_CLASS: u64 = 13;

const TEXT: u64 = 0;
const CLASS: u64 = 1;
const STYLE: u64 = 2;
const ATTR: u64 = 3;
const PROP: u64 = 4;

/// `TemplateMeta` of the protocol.
#[derive(Debug, Default, Deserialize)]
struct Meta {
    #[serde(default)]
    n: Vec<Vec<usize>>,
    #[serde(default)]
    h: Vec<Vec<Value>>,
    #[serde(default)]
    r: Vec<(usize, u8)>,
    #[serde(default)]
    s: u8,
}

struct Template {
    dom: Dom,
    meta: Meta,
}

struct Block {
    template: u64,
    first: NodeId,
    last: NodeId,
    nodes: Vec<NodeId>,
    /// Blocks that stand in each region, in order.
    regions: Vec<Vec<u64>>,
}

/// The page of an app as the view would show it.
#[derive(Default)]
pub struct Applier {
    pub dom: Dom,
    /// Content of the page: a fragment node.
    pub page: Option<NodeId>,
    /// Components hosted by elements: `(element, instance)`.
    templates: FxHashMap<String, Template>,
    keys: FxHashMap<u64, String>,
    blocks: FxHashMap<u64, Block>,
}

/// A patch that does not follow the protocol: a bug of ours.
#[derive(Debug, PartialEq, Eq)]
pub struct Malformed(pub String);

impl Applier {
    pub fn template(&mut self, key: &str, meta: &str, html: &str) -> Result<(), Malformed> {
        let meta = serde_json::from_str(meta).map_err(|e| Malformed(format!("meta of {key}: {e}")))?;
        self.templates.insert(key.to_owned(), Template { dom: parse_template(html), meta });
        Ok(())
    }

    pub fn apply(&mut self, ops: &[Value]) -> Result<(), Malformed> {
        let mut reader = Reader { ops, at: 0 };
        while let Some(code) = reader.next_number() {
            match code {
                DEFINE => {
                    let (id, key) = (reader.number()?, reader.text()?);
                    self.keys.insert(id, key);
                }
                CREATE => {
                    let (template, block) = (reader.number()?, reader.number()?);
                    self.create(template, block, &mut reader)?;
                }
                CREATE_MANY => {
                    let (template, first, count) = (reader.number()?, reader.number()?, reader.number()?);
                    for block in first..first.saturating_add(count) {
                        self.create(template, block, &mut reader)?;
                    }
                }
                INSERT => {
                    let (parent, region, before) = (reader.number()?, reader.number()?, reader.number()?);
                    let blocks = reader.list()?;
                    self.insert(parent, region, before, &blocks)?;
                }
                REMOVE | DETACH => {
                    for block in reader.list()? {
                        self.take_out(block);
                        if code == REMOVE {
                            self.blocks.remove(&block);
                        }
                    }
                }
                FREE => {
                    for block in reader.list()? {
                        self.blocks.remove(&block);
                    }
                }
                CLEAR => {
                    let (parent, region) = (reader.number()?, reader.number()?);
                    for block in self.region(parent, region)?.drain(..).collect::<Vec<_>>() {
                        self.take_out(block);
                        self.blocks.remove(&block);
                    }
                }
                SET => {
                    let (block, hole) = (reader.number()?, reader.number()?);
                    let value = reader.value()?.clone();
                    self.set(block, hole, value)?;
                }
                HOST => {
                    let (block, node, _instance, root) = (reader.number()?, reader.number()?, reader.number()?, reader.number()?);
                    let host = self.node(block, node)?;
                    self.append_root(host, root)?;
                }
                PAGE => {
                    let (_instance, root) = (reader.number()?, reader.number()?);
                    let page = self.dom.add(Kind::Fragment);
                    self.page = Some(page);
                    self.append_root(page, root)?;
                }
                OWN => {
                    reader.number()?;
                    reader.number()?;
                }
                HOST_CLASS => {
                    let (block, node, names) = (reader.number()?, reader.number()?, reader.text()?);
                    let node = self.node(block, node)?;
                    let own = self.attribute(node, "class");
                    self.dom.set_attribute(node, "class", Value::String(format!("{own} {names}").trim().to_owned()));
                }
                other => return Err(Malformed(format!("unknown operation {other}"))),
            }
        }
        Ok(())
    }

    fn attribute(&self, node: NodeId, name: &str) -> String {
        match self.dom.nodes.get(node).map(|n| &n.kind) {
            Some(Kind::Element { attributes, .. }) => {
                attributes.iter().find(|(n, _)| n == name).and_then(|(_, v)| v.as_str()).unwrap_or_default().to_owned()
            }
            _ => String::new(),
        }
    }

    fn create(&mut self, template_id: u64, id: u64, reader: &mut Reader<'_>) -> Result<(), Malformed> {
        let key = self.keys.get(&template_id).ok_or_else(|| Malformed(format!("template {template_id} is not defined")))?;
        let template = self.templates.get(key).ok_or_else(|| Malformed(format!("no template `{key}`")))?;
        let root = self.dom.adopt(&template.dom, 0);
        let nodes = template.meta.n.iter().map(|path| self.dom.at(root, path).unwrap_or(root)).collect();
        let roots = self.dom.children(root);
        let (first, last) = match (roots.first(), roots.last()) {
            (Some(first), Some(last)) => (*first, if template.meta.s == 1 { *first } else { *last }),
            _ => (root, root),
        };
        let holes = template.meta.h.len();
        let regions = vec![Vec::new(); template.meta.r.len()];
        self.blocks.insert(id, Block { template: template_id, first, last, nodes, regions });
        for hole in 0..holes {
            let value = reader.value()?.clone();
            self.set(id, hole as u64, value)?;
        }
        Ok(())
    }

    fn meta(&self, block: u64) -> Result<&Meta, Malformed> {
        let block = self.block(block)?;
        self.keys
            .get(&block.template)
            .and_then(|key| self.templates.get(key))
            .map(|t| &t.meta)
            .ok_or_else(|| Malformed(format!("template {} is not defined", block.template)))
    }

    fn block(&self, id: u64) -> Result<&Block, Malformed> {
        self.blocks.get(&id).ok_or_else(|| Malformed(format!("no block {id}")))
    }

    fn node(&self, block: u64, node: u64) -> Result<NodeId, Malformed> {
        let found = usize::try_from(node).ok().and_then(|n| self.block(block).ok()?.nodes.get(n).copied());
        found.ok_or_else(|| Malformed(format!("no node {node} in block {block}")))
    }

    fn region(&mut self, block: u64, region: u64) -> Result<&mut Vec<u64>, Malformed> {
        let found = self.blocks.get_mut(&block).and_then(|b| b.regions.get_mut(usize::try_from(region).ok()?));
        found.ok_or_else(|| Malformed(format!("no region {region} in block {block}")))
    }

    fn set(&mut self, block: u64, hole: u64, value: Value) -> Result<(), Malformed> {
        let meta = self.meta(block)?;
        let Some(hole) = usize::try_from(hole).ok().and_then(|h| meta.h.get(h)) else {
            return Err(Malformed(format!("no hole {hole} in block {block}")));
        };
        let kind = hole.first().and_then(Value::as_u64).unwrap_or_default();
        let node = hole.get(1).and_then(Value::as_u64).unwrap_or_default();
        let name = hole.get(2).and_then(Value::as_str).unwrap_or_default().to_owned();
        let node = self.node(block, node)?;
        match kind {
            TEXT => self.dom.set_text(node, text(&value)),
            CLASS => self.dom.set_attribute(node, "class", Value::String(format!("{}{name}", text(&value)))),
            STYLE => self.dom.set_attribute(node, "style", value),
            ATTR | PROP => self.dom.set_attribute(node, &name, value),
            _ => {}
        }
        Ok(())
    }

    fn insert(&mut self, parent: u64, region: u64, before: u64, blocks: &[u64]) -> Result<(), Malformed> {
        let Some((node, anchored)) = usize::try_from(region).ok().and_then(|r| self.meta(parent).ok()?.r.get(r).copied()) else {
            return Err(Malformed(format!("no region {region} in block {parent}")));
        };
        let anchor = self.node(parent, node as u64)?;
        let (element, end) = match anchored {
            1 => (self.dom.parent(anchor).ok_or_else(|| Malformed("an anchor without parent".to_owned()))?, Some(anchor)),
            _ => (anchor, None),
        };
        for block in blocks {
            self.region(parent, region)?.retain(|b| b != block);
        }
        let reference = if before == 0 { end } else { Some(self.block(before)?.first) };
        for block in blocks {
            for node in self.nodes_of(*block)? {
                self.dom.insert(element, node, reference);
            }
        }
        let list = self.region(parent, region)?;
        let at = list.iter().position(|b| *b == before).unwrap_or(list.len());
        list.splice(at..at, blocks.iter().copied());
        Ok(())
    }

    fn nodes_of(&self, block: u64) -> Result<Vec<NodeId>, Malformed> {
        let block = self.block(block)?;
        Ok(self.dom.range(block.first, block.last))
    }

    fn append_root(&mut self, parent: NodeId, root: u64) -> Result<(), Malformed> {
        for node in self.nodes_of(root)? {
            self.dom.insert(parent, node, None);
        }
        Ok(())
    }

    fn take_out(&mut self, block: u64) {
        let Ok(nodes) = self.nodes_of(block) else { return };
        let fragment = self.dom.add(Kind::Fragment);
        for node in nodes {
            self.dom.insert(fragment, node, None);
        }
        for other in self.blocks.values_mut() {
            for region in &mut other.regions {
                region.retain(|b| *b != block);
            }
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

struct Reader<'a> {
    ops: &'a [Value],
    at: usize,
}

impl<'a> Reader<'a> {
    fn value(&mut self) -> Result<&'a Value, Malformed> {
        let value = self.ops.get(self.at).ok_or_else(|| Malformed("the patch ends too early".to_owned()))?;
        self.at += 1;
        Ok(value)
    }
    fn next_number(&mut self) -> Option<u64> {
        (self.at < self.ops.len()).then(|| self.number().ok())?
    }
    fn number(&mut self) -> Result<u64, Malformed> {
        let value = self.value()?;
        value.as_u64().ok_or_else(|| Malformed(format!("expected a number, found {value}")))
    }
    fn text(&mut self) -> Result<String, Malformed> {
        let value = self.value()?;
        value.as_str().map(str::to_owned).ok_or_else(|| Malformed(format!("expected a text, found {value}")))
    }
    fn list(&mut self) -> Result<Vec<u64>, Malformed> {
        let count = self.number()?;
        (0..count).map(|_| self.number()).collect()
    }
}
