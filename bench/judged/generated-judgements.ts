/**
 * Searches over the generated catalogue, where every official image has look-alikes of publishers that nobody verified,
 * some of them pulled more often. Who types its name, or nearly its name, wants the official one.
 */
import type { CatalogueBatch } from '../catalogue-generator.ts'
import { families } from '../catalogue-words.ts'
import { type Judgement, readJudgements } from './judgement.ts'

const otherNames = `
  nodejs → official/node
  node.js → official/node
  node js → official/node
  postgresql → official/postgres
  mongodb → official/mongo
  rabbit mq → official/rabbitmq
  elastic search → official/elasticsearch
  elastic-search → official/elasticsearch
  ha-proxy → official/haproxy
  core dns → official/coredns
  maria-db → official/mariadb
  word press → official/wordpress
  next_cloud → official/nextcloud
  sonar qube → official/sonarqube
`

const slips = `
  ngnix → official/nginx
  nignx → official/nginx
  posgres → official/postgres
  postgrse → official/postgres
  pyhton → official/python
  rediss → official/redis
  mysqll → official/mysql
  rabitmq → official/rabbitmq
  elasticsarch → official/elasticsearch
  elasticseacrh → official/elasticsearch
  kuebctl → official/kubectl
  terrafrom → official/terraform
  prometeus → official/prometheus
  wrdpress → official/wordpress
  memcahed → official/memcached
  jenkinss → official/jenkins
  ubunut → official/ubuntu
  debain → official/debian
  grafanna → official/grafana
  zookeper → official/zookeeper
  casandra → official/cassandra
  konsul → official/consul
`

const more = `
  official redis → official/redis
  library redis → official/redis
  Official Images python → official/python
  official/golang → official/golang
  docker pull public.ecr.aws/official/alpine → official/alpine
  publisher:official kafka → official/kafka
  verified:yes vault → official/vault
  mysql -server → official/mysql
  NGINX → official/nginx
  ｎｇｉｎｘ → official/nginx
`

/**
 * All judgements; those about tags and digests are made from what the official images really have.
 * @param official the batch of the official images
 */
export function listGeneratedJudgements(official: CatalogueBatch): Judgement[] {
  const exact = families.map(({ name }) => ({ text: name, wanted: [`official/${name}`] }))
  const tagged = official.repositories.slice(0, 8).flatMap(({ repositoryName, tags }): Judgement[] => {
    const [first] = tags
    if (first === undefined) return []
    const { tag = '' } = tags.at(-1) ?? {}
    const wanted = [`official/${repositoryName}`]
    return [
      `${repositoryName}:${tag}`,
      `${repositoryName} ${tag}`,
      first.digest,
      first.digest.slice(0, 19),
    ].map((text) => ({ text, wanted }))
  })
  return [...exact, ...readJudgements(`${otherNames}${slips}${more}`), ...tagged]
}
